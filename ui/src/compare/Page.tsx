// The page Compare. Finds out which comparison the address means, and shows it. `?compare=` opens that one (`run=` an
// earlier message of it), `?endpoint=`, `prompt=` and `from=` (a conversation) begin one, `?chat=` opens the one a conversation belongs to, nothing at
// all opens the last one used.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { Button } from "../kit/Button";
import { EmptyState } from "../kit/EmptyState";
import { FailureCard } from "../kit/FailureCard";
import { Icon } from "../kit/Icon";
import { SheetBody, SheetHead } from "../kit/Sheet";
import { Pulse } from "../kit/Spinner";
import { useNextStep } from "../shell/next";
import { Compare } from "./Compare";
import { comparisonQuery, resolve, type Wanted } from "./queries";

export function Page() {
  const given: Wanted = useSearch({ strict: false });
  if (given.compare) return <Opened key={given.compare} id={given.compare} run={given.run} />;
  return <Resolving wanted={given} />;
}

function Opened({ id, run }: { id: string; run: string | undefined }) {
  const comparison = useQuery(comparisonQuery(id));
  const navigate = useNavigate();
  if (comparison.data) return <Compare comparison={comparison.data} wanted={run} />;
  if (comparison.error === null) return <Loading />;
  return (
    <Frame>
      <FailureCard failure={comparison.error} onNext={() => void comparison.refetch()} />
      <p>
        <Button onClick={() => void navigate({ to: "/compare", search: {}, replace: true })}>
          Open the last comparison
        </Button>
      </p>
    </Frame>
  );
}

function Resolving({ wanted }: { wanted: Wanted }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  // A question of its own each time: what an address means changes with every comparison.
  const found = useQuery({
    queryKey: ["compare", "which", wanted.endpoint ?? null, wanted.prompt ?? null, wanted.chat ?? null],
    queryFn: () => resolve(client, wanted),
    staleTime: 0,
    gcTime: 0,
  });
  const next = useNextStep({ tryAgain: () => void found.refetch(), reload: () => void found.refetch() });
  const place = found.isFetching ? undefined : found.data;
  useEffect(() => {
    if (!place) return;
    const search = { compare: place.compare, ...(place.run === null ? {} : { run: place.run }) };
    void navigate({ to: "/compare", search, replace: true });
  }, [place, navigate]);
  if (found.error && !found.isFetching) {
    return (
      <Frame>
        <FailureCard failure={found.error} onNext={next} />
      </Frame>
    );
  }
  if (place !== null) return <Loading />;
  return (
    <Frame>
      <EmptyState
        drawing={<Icon name="compare" size={40} />}
        title="Nobody to compare yet"
        actions={
          <Button variant="primary" icon="plus" onClick={() => void navigate({ to: "/endpoints/new" })}>
            New endpoint
          </Button>
        }
      >
        A comparison asks models behind an endpoint for chat or completions. This workspace has none that you
        can see.
      </EmptyState>
    </Frame>
  );
}

function Loading() {
  return (
    <Frame>
      <Pulse lines={4} label="Opening the comparison" />
    </Frame>
  );
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <>
      <SheetHead title="Compare" />
      <SheetBody padded>{children}</SheetBody>
    </>
  );
}

// The page Embeddings: texts on the left, how alike they are on the right. `?run=` is a comparison that was made,
// `?endpoint=` whom the texts go to, `?view=` table, nearest or map.
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Button } from "../kit/Button";
import { EmptyState } from "../kit/EmptyState";
import { FailureCard } from "../kit/FailureCard";
import { Icon } from "../kit/Icon";
import { SheetBody, SheetHead } from "../kit/Sheet";
import { Pulse } from "../kit/Spinner";
import { useWorkspace } from "../shell/current";
import { useNextStep } from "../shell/next";
import { Desk } from "./Desk";
import { draftQuery, endpointsQuery, firstTargets } from "./queries";
import type { View } from "./Side";
import { STARTERS } from "./starters";

const VIEWS: readonly string[] = ["table", "nearest", "map"];

export function Page() {
  const given: Record<string, unknown> = useSearch({ strict: false });
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
  const draft = useQuery(draftQuery(useWorkspace().id));
  const endpoints = useQuery(endpointsQuery);
  const navigate = useNavigate();
  const again = () => {
    void draft.refetch();
    void endpoints.refetch();
  };
  const next = useNextStep({ tryAgain: again, reload: again });
  const wanted = text(given.endpoint);
  const failure = draft.error ?? (wanted ? null : endpoints.error);
  if (failure) {
    return (
      <Frame>
        <FailureCard failure={failure} onNext={next} />
      </Frame>
    );
  }
  if (draft.data === undefined || (endpoints.data === undefined && !endpoints.error)) {
    return (
      <Frame>
        <Pulse lines={6} label="Opening embeddings" />
      </Frame>
    );
  }
  const targets = firstTargets(endpoints.data ?? [], draft.data, wanted);
  if (targets.length === 0) {
    return (
      <Frame>
        <EmptyState
          drawing={<Icon name="table" size={40} />}
          title="No endpoint makes embeddings here"
          actions={
            <Button variant="primary" icon="plus" onClick={() => void navigate({ to: "/endpoints/new" })}>
              New endpoint
            </Button>
          }
        >
          Comparing texts needs an endpoint with the task embeddings. This workspace has none that you can
          see.
        </EmptyState>
      </Frame>
    );
  }
  const view = text(given.view);
  return (
    <Desk
      begin={{ texts: draft.data?.texts.length ? draft.data.texts : STARTERS, targets }}
      endpoints={endpoints.data ?? []}
      wanted={wanted}
      run={text(given.run) ?? null}
      view={view !== undefined && VIEWS.includes(view) ? (view as View) : "table"}
    />
  );
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <>
      <SheetHead title="Embeddings" />
      <SheetBody padded>{children}</SheetBody>
    </>
  );
}

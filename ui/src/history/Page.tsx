// The page History: everything asked and answered in this workspace, newest first, narrowed by words and by what the address
// says. Route /history?q=…; a hit opens where it was asked.
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { Button } from "../kit/Button";
import { EmptyState } from "../kit/EmptyState";
import { FailureCard } from "../kit/FailureCard";
import { Icon } from "../kit/Icon";
import { LiveRegion } from "../kit/LiveRegion";
import { SearchInput } from "../kit/SearchInput";
import { SheetBody, SheetHead, Toolbar } from "../kit/Sheet";
import { Pulse } from "../kit/Spinner";
import { useNow } from "../kit/useNow";
import { useKey } from "../shell/keys";
import { useNextStep } from "../shell/next";
import { ClearMenu } from "./ClearMenu";
import styles from "./History.module.css";
import { Hits } from "./Hits";
import { askedOf, countWords, type Given, narrowed, whenOf } from "./model";
import { Narrowing } from "./Narrowing";
import { searchQuery } from "./queries";

/** How long nothing is typed before the address, and with it the search, follows. */
const TYPING_MS = 120;

export function Page() {
  const given: Given = useSearch({ strict: false });
  const navigate = useNavigate();
  // Searches are kept by day, not by minute: the clock may move on without asking again.
  const now = useNow(60_000);
  const query = useInfiniteQuery(searchQuery(askedOf(given, now)));
  const next = useNextStep({ tryAgain: () => void query.refetch(), reload: () => void query.refetch() });
  const change = (change: Given) =>
    void navigate({ to: "/history", search: { ...given, ...change }, replace: true });
  const first = query.data?.pages[0];
  const hits = query.data?.pages.flatMap((page) => page.hits) ?? [];
  return (
    <>
      <SheetHead
        title="History"
        aside="What was asked in this workspace, kept on this computer"
        actions={<ClearMenu nothing={first?.empty ?? true} />}
      />
      {!first?.empty && (
        <Toolbar>
          <div className={styles.tools}>
            <Words q={given.q ?? ""} change={change} />
            <Narrowing
              given={given}
              endpoints={first?.endpoints ?? []}
              entities={first?.entities ?? []}
              change={change}
            />
          </div>
        </Toolbar>
      )}
      <SheetBody>
        {query.isError && (
          <div className={styles.alone}>
            <FailureCard failure={query.error} onNext={next} />
          </div>
        )}
        {query.isPending && (
          <div className={styles.alone}>
            <Pulse lines={8} label="Reading the history" />
          </div>
        )}
        {first && !query.isError && (
          <>
            {!first.empty && <p className={styles.count}>{countWords(first.total, first.ms)}</p>}
            <LiveRegion
              text={first.empty || query.isPlaceholderData ? "" : `${first.total.toLocaleString("en")} found`}
            />
            {hits.length === 0 ? (
              <Nothing empty={first.empty} given={given} />
            ) : (
              <Hits hits={hits} now={now} waiting={query.isPlaceholderData} />
            )}
            {query.hasNextPage && (
              <p className={styles.older}>
                <Button
                  size="s"
                  busy={query.isFetchingNextPage}
                  busyLabel="Reading"
                  onClick={() => void query.fetchNextPage()}
                >
                  Show older
                </Button>
                <span>
                  {hits.length.toLocaleString("en")} of {first.total.toLocaleString("en")}
                </span>
              </p>
            )}
          </>
        )}
      </SheetBody>
    </>
  );
}

/** The field follows each letter at once, the address a moment after the last one. */
function Words({ q, change }: { q: string; change: (change: Given) => void }) {
  const [typed, setTyped] = useState(q);
  const [known, setKnown] = useState(q);
  const field = useRef<HTMLInputElement>(null);
  useKey("/", () => field.current?.focus());
  if (q !== known) {
    setKnown(q);
    setTyped(q);
  }
  // Asked through a reference: the address changes with every keystroke's answer, the clock below must not start anew then.
  const tell = useRef(change);
  useEffect(() => {
    tell.current = change;
  });
  useEffect(() => {
    if (typed === q) return;
    const soon = setTimeout(() => {
      setKnown(typed);
      tell.current({ q: typed === "" ? undefined : typed });
    }, TYPING_MS);
    return () => clearTimeout(soon);
  }, [typed, q]);
  return (
    <SearchInput
      ref={field}
      className={styles.words}
      label="Search the history"
      placeholder={'Words, "exact words", -without, this OR that'}
      value={typed}
      onChange={setTyped}
    />
  );
}

function Nothing({ empty, given }: { empty: boolean; given: Given }) {
  const navigate = useNavigate();
  if (empty) {
    return (
      <EmptyState
        drawing={<Icon name="history" size={40} />}
        title="Nothing has been asked here yet"
        actions={
          <Button variant="primary" icon="chat" onClick={() => void navigate({ to: "/chat" })}>
            Ask something
          </Button>
        }
      >
        Every prompt and every answer of this workspace is kept on this computer and found here by its words,
        from the moment the answer ends.
      </EmptyState>
    );
  }
  const words = given.q === undefined ? null : `“${given.q}”`;
  return (
    <EmptyState
      drawing={<Icon name="search" size={40} />}
      title={words ? `Nothing holds ${words}` : "Nothing passes these filters"}
      actions={
        narrowed(given) ? (
          <Button
            onClick={() =>
              void navigate({ to: "/history", search: given.q === undefined ? {} : { q: given.q } })
            }
          >
            Take the filters away
          </Button>
        ) : undefined
      }
    >
      {whenOf(given) === "between"
        ? "Both days are included. Look at a longer time, or at other words."
        : "Words are found from their beginning. Look for fewer of them, or for others."}
    </EmptyState>
  );
}

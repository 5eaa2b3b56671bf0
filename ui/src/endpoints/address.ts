// Which part of the list is shown, as it stands in the address: view, filter text, order, chosen values. The text is kept
// here and written to the address a moment later, because a keystroke must not wait for the router. Called by Page.tsx.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { EndpointSort, EndpointView } from "../ipc/bindings";
import { type FilterSearch, readChosen, writeChosen } from "./filters";
import type { Asked } from "./queries";

const VIEWS: EndpointView[] = ["all", "attention", "mine", "others"];
const SORTS: EndpointSort[] = ["name", "state", "providers", "traffic", "gateway", "changed"];
const ADDRESS_DELAY_MS = 300;

export type ListSearch = { view?: string; q?: string; sort?: string } & FilterSearch;

/** Reads `?view=mine&q=gpt&sort=-changed&provider=openai,cohere`; what it does not know counts as not given. */
export function readListSearch(raw: Record<string, unknown>): Asked {
  const sort = typeof raw.sort === "string" ? raw.sort : "name";
  const column = SORTS.find((one) => one === sort.replace(/^-/, ""));
  return {
    view: VIEWS.find((view) => view === raw.view) ?? "all",
    search: raw.q === undefined ? "" : String(raw.q),
    sort: column ?? "name",
    descending: column !== undefined && sort.startsWith("-"),
    ...readChosen(raw),
  };
}

export function writeListSearch(asked: Asked): ListSearch {
  const sort = `${asked.descending ? "-" : ""}${asked.sort}`;
  return {
    ...(asked.view === "all" ? {} : { view: asked.view }),
    ...(asked.search === "" ? {} : { q: asked.search }),
    ...(sort === "name" ? {} : { sort }),
    ...writeChosen(asked),
  };
}

const keyOf = (asked: Asked): string => JSON.stringify(writeListSearch(asked));

/** What is asked for and how to change it. An address that came from elsewhere (Back, a link) wins over what was typed. */
export function useAsked(): [Asked, (change: Partial<Asked>) => void] {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const [asked, setAsked] = useState<Asked>(() => readListSearch(raw));
  const [written, setWritten] = useState(() => keyOf(asked));
  const inAddress = keyOf(readListSearch(raw));
  const [seen, setSeen] = useState(inAddress);
  const wanted = keyOf(asked);
  if (inAddress !== seen) {
    setSeen(inAddress);
    if (inAddress !== written) {
      setWritten(inAddress);
      setAsked(readListSearch(raw));
    }
  }
  useEffect(() => {
    if (wanted === written) return;
    const timer = setTimeout(() => {
      setWritten(wanted);
      const search: ListSearch = JSON.parse(wanted);
      void navigate({ to: "/endpoints", search, replace: true });
    }, ADDRESS_DELAY_MS);
    return () => clearTimeout(timer);
  }, [wanted, written, navigate]);
  return [asked, (change) => setAsked((now) => ({ ...now, ...change }))];
}

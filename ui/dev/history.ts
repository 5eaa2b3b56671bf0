// A history for the made-up core: a few exchanges of each kind, found by their words.
import type { HistoryHit, HistoryPage, HistorySearch } from "../src/ipc/bindings";

const HOUR = 3_600_000;
const begun = Date.now();

const said = (at: number, part: Partial<HistoryHit>, prompt: string, answer: string): HistoryHit => ({
  kind: "chat",
  chatId: `h${at}`,
  turnId: `t${at}`,
  answerId: `a${at}`,
  placeId: null,
  title: prompt,
  endpoint: "support-assistant-chat",
  entity: null,
  servedBy: "gpt-4-1",
  at: begun - at * HOUR,
  starred: false,
  outcome: "complete",
  answers: 1,
  prompt: { text: prompt, marks: [] },
  answer: { text: answer, marks: [] },
  ...part,
});

const kept: HistoryHit[] = [
  said(
    0.4,
    { starred: true, answers: 3 },
    "Write a short answer to a customer whose pallet is late. Be kind, promise nothing.",
    "Dear customer, thank you for asking about your pallet. It is still on its way: the lorry left the depot in Lyon this morning, and the carrier will call you as soon as it has a time.",
  ),
  said(
    1.2,
    { outcome: "failed", servedBy: "command-r-plus-standby", title: "Standby, does it answer?" },
    "Anybody there?",
    "",
  ),
  said(
    3,
    { kind: "compare", placeId: "p1", servedBy: "claude-sonnet-4" },
    "Sum up this complaint in two sentences for the night shift.",
    "The customer expected the pallet on Friday and it came on Monday. They want the fee back and a name to call.",
  ),
  said(
    26,
    { kind: "completion", endpoint: "legacy-completions", servedBy: "gpt-35-instruct", outcome: "stopped" },
    "Once upon a time a pallet",
    "stood alone at gate 14, and nobody knew whose it was,",
  ),
  said(
    27,
    {
      kind: "embedding",
      chatId: null,
      turnId: null,
      answerId: null,
      placeId: "r1",
      endpoint: "text-embeddings",
      servedBy: null,
      outcome: null,
      answers: 0,
      title: "My pallet is late",
    },
    "My pallet is late Where is my delivery? Der Lastwagen hat Verspätung Invoice for October",
    "",
  ),
  said(
    75,
    { endpoint: "code-review-bot", servedBy: "gpt-4o", outcome: "cut" },
    "Is this SQL safe? SELECT * FROM pallets WHERE id = ' + id",
    "No. The id is put into the text of the statement, so whoever chooses it chooses the statement; use a parameter",
  ),
];

function marked(text: string, words: string[]): { text: string; marks: [number, number][] } {
  const marks: [number, number][] = [];
  for (const word of words) {
    for (let at = text.toLowerCase().indexOf(word); at >= 0; at = text.toLowerCase().indexOf(word, at + 1))
      marks.push([at, at + word.length]);
  }
  return { text, marks: marks.toSorted((a, b) => a[0] - b[0]) };
}

function search({ search }: Record<string, unknown>): HistoryPage {
  const asked = search as HistorySearch;
  const words = (asked.words ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const hits = kept
    .filter((hit) =>
      words.every((word) => `${hit.prompt.text} ${hit.answer.text}`.toLowerCase().includes(word)),
    )
    .filter((hit) => !asked.endpoint || hit.endpoint === asked.endpoint)
    .filter((hit) => !asked.kind || hit.kind === asked.kind)
    .filter((hit) => !asked.starred || hit.starred)
    .filter((hit) => !asked.failed || hit.outcome === "failed" || hit.outcome === "cut")
    .map((hit) => ({
      ...hit,
      prompt: marked(hit.prompt.text, words),
      answer: marked(hit.answer.text, words),
    }));
  return {
    hits,
    total: hits.length,
    ms: 4.2,
    endpoints: [...new Set(kept.map((hit) => hit.endpoint))].toSorted(),
    entities: asked.endpoint
      ? [
          ...new Set(
            kept.filter((hit) => hit.endpoint === asked.endpoint).flatMap((hit) => hit.servedBy ?? []),
          ),
        ]
      : [],
    empty: kept.length === 0,
  };
}

export const history = {
  history_search: search,
  history_retention_get: () => ({
    days: null,
    older: [7, 30, 90, 365].map((days) => ({ days, conversations: days < 30 ? 4 : 0 })),
  }),
  history_retention_set: ({ days }: Record<string, unknown>) => ({ days, older: [] }),
  history_delete: ({ ids }: Record<string, unknown>) => {
    const gone = new Set(ids as string[]);
    for (let at = kept.length - 1; at >= 0; at--)
      if (gone.has(kept[at]?.chatId ?? kept[at]?.placeId ?? "")) kept.splice(at, 1);
    return { conversations: gone.size, leftIn: [] };
  },
  history_clear: () => ({ conversations: kept.splice(0).length, leftIn: [] }),
  cache_state: () => ({ entries: 3, bytes: 4_100, oldestAt: begun - 50 * HOUR }),
  cache_clear: () => null,
};

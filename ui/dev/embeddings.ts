// Comparisons of texts for the made-up core: the numbers of the design's picture, and a second model of other dimensions.
import type { EmbeddingAsk, EmbeddingPicture, EmbeddingRun, EmbeddingSide } from "../src/ipc/bindings";

const LIKENESS = [
  [1, 0.93, 0.47, 0.41, 0.36, 0.31, 0.22],
  [0.93, 1, 0.43, 0.38, 0.33, 0.39, 0.19],
  [0.47, 0.43, 1, 0.84, 0.29, 0.25, 0.12],
  [0.41, 0.38, 0.84, 1, 0.24, 0.21, 0.15],
  [0.36, 0.33, 0.29, 0.24, 1, 0.88, 0.09],
  [0.31, 0.39, 0.25, 0.21, 0.88, 1, 0.11],
  [0.22, 0.19, 0.12, 0.15, 0.09, 0.11, 1],
];
const PLACES = [
  [0.31, 0.42],
  [0.33, 0.36],
  [0.44, -0.28],
  [0.41, -0.35],
  [-0.52, 0.12],
  [-0.55, 0.16],
  [-0.2, -0.55],
] as const;

const kept: EmbeddingRun[] = [];

function picture(count: number, dimensions: number): EmbeddingPicture {
  const likeness = (one: number, other: number) =>
    one === other ? 1 : (LIKENESS[one % 7]?.[other % 7] ?? 0) * (one % 7 === other % 7 ? 0.97 : 1);
  const rows = Array.from({ length: count }, (_, one) =>
    Array.from({ length: count }, (_, other) => likeness(one, other)),
  );
  return {
    dimensions,
    norms: rows.map(() => 1),
    similarities: rows,
    nearest: rows.map((row, at) =>
      row
        .map((_, to) => to)
        .filter((to) => to !== at)
        .toSorted((a, b) => (row[b] ?? 0) - (row[a] ?? 0)),
    ),
    points: rows.map((_, at) => {
      const [x, y] = PLACES[at % 7] ?? [0, 0];
      return {
        x: x + Math.sin(at) * 0.04 * Math.floor(at / 7),
        y: y + Math.cos(at) * 0.04 * Math.floor(at / 7),
      };
    }),
    shown: 0.62,
  };
}

function side(endpoint: string, texts: number, second: boolean): EmbeddingSide {
  return {
    endpoint,
    entity: null,
    servedBy: second ? "text-embedding-3-large" : "embed-multilingual-v3-0",
    providerName: second ? "OpenAI" : "Cohere",
    providerMark: second ? "OA" : "Co",
    model: second ? "text-embedding-3-large" : "embed-multilingual-v3.0",
    calls: Math.ceil(texts / 96),
    totalMs: 210,
    tokens: 62,
    estimatedTokens: false,
    cost: second
      ? null
      : {
          amount: 0.0000062,
          currency: "USD",
          estimated: false,
          words: "0.00062 ct",
          source: "embed-multilingual-v3.0 at LiteLLM’s price list, 2026-11-01",
        },
    longestText: Math.min(2, texts - 1),
    longestTokens: 13,
    tokenLimit: second ? 8_191 : 512,
    requestId: "r1",
    notes: [],
    picture: picture(texts, second ? 3_072 : 1_024),
    failure: null,
  };
}

export const embeddings: Record<string, (args: Record<string, unknown>) => unknown> = {
  embeddings_draft_get: () => null,
  embeddings_draft_save: () => null,
  embeddings_runs: () =>
    kept.map((run) => ({
      id: run.id,
      at: run.at,
      title: run.texts[0] ?? "",
      texts: run.texts.length,
      endpoints: run.sides.map((one) => one.endpoint),
      failed: false,
    })),
  embeddings_run: ({ id }) => kept.find((run) => run.id === id),
  embeddings_compare: async ({ ask }) => {
    const { texts, targets } = ask as EmbeddingAsk;
    await new Promise((done) => setTimeout(done, 120));
    const run: EmbeddingRun = {
      id: `run-${kept.length + 1}`,
      at: Date.now(),
      texts,
      sides: targets.map((target, at) => side(target.endpoint, texts.length, at === 1)),
    };
    kept.unshift(run);
    return run;
  },
  embeddings_stop: () => null,
  embeddings_delete: () => null,
  embeddings_export: () => "/home/dana/Downloads/embeddings-multilingual-embeddings.csv",
};

// Comparisons for this room's tests. Never imported by the app.
import type { EmbeddingPicture, EmbeddingRun, EmbeddingSide, EndpointRow } from "../ipc/bindings";

/** A picture of texts whose likeness is given for each pair. */
export function picture(rows: number[][], dimensions = 1024): EmbeddingPicture {
  const nearest = rows.map((row, at) =>
    row
      .map((_, to) => to)
      .filter((to) => to !== at)
      .toSorted((a, b) => (row[b] ?? 0) - (row[a] ?? 0)),
  );
  return {
    dimensions,
    norms: rows.map(() => 1),
    similarities: rows,
    nearest,
    points: rows.map((_, at) => ({ x: Math.cos(at * 2), y: Math.sin(at * 2) })),
    shown: 0.62,
  };
}

export function side(change: Partial<EmbeddingSide> = {}): EmbeddingSide {
  return {
    endpoint: "embeddings-multilingual",
    entity: null,
    servedBy: "embed-multilingual-v3-0",
    providerName: "Cohere",
    providerMark: "Co",
    model: "embed-multilingual-v3.0",
    calls: 1,
    totalMs: 210,
    tokens: 62,
    estimatedTokens: false,
    cost: {
      amount: 0.0000062,
      currency: "USD",
      estimated: false,
      words: "0.00062 ct",
      source: "embed-multilingual-v3.0 at a list, 2026-11-01",
    },
    longestText: 2,
    longestTokens: 11,
    tokenLimit: 512,
    requestId: "r1",
    notes: [],
    picture: picture([
      [1, 0.93, 0.47],
      [0.93, 1, 0.43],
      [0.47, 0.43, 1],
    ]),
    failure: null,
    ...change,
  };
}

export function run(change: Partial<EmbeddingRun> = {}): EmbeddingRun {
  return {
    id: "run-1",
    at: 1_795_000_000_000,
    texts: ["Where is my delivery?", "Wo ist meine Lieferung?", "The box was crushed"],
    sides: [side()],
    ...change,
  };
}

export function row(name: string, change: Partial<EndpointRow> = {}): EndpointRow {
  return {
    name,
    id: null,
    task: "llm/v1/embeddings",
    creator: null,
    state: "ready",
    since: null,
    marks: ["Co"],
    models: ["embed-multilingual-v3.0"],
    gateway: { usage: false, table: false, limits: false, guardrails: false, fallback: false },
    changedAt: null,
    reason: null,
    mine: true,
    external: true,
    tags: [],
    readOnly: null,
    ...change,
  };
}

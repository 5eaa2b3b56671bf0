import { describe, expect, test } from "vitest";
import type { EndpointEdit, EntityEdit, Provider } from "../../ipc/bindings";
import {
  addModel,
  changeProvider,
  differing,
  editInWords,
  keptOf,
  moveModel,
  partOf,
  problemsIn,
  removeModel,
  takesFromYou,
  withEntities,
} from "./model";

const one = (name: string, share: number, change: Partial<EntityEdit> = {}): EntityEdit => ({
  original: name,
  entity: {
    name,
    provider: "openai",
    model: "gpt-4o",
    authForm: "key",
    values: [{ field: "openai_api_key", value: "{{secrets/llm/openai}}" }],
    share,
    locked: false,
  },
  kept: [],
  readOnly: null,
  ...change,
});
const live: EndpointEdit = {
  endpoint: "chat",
  stamp: "s1",
  entities: [one("a", 50), one("b", 30), one("c", 20)],
  tags: [{ key: "team", value: "care" }],
  notifications: { onSuccess: [], onFailure: ["ops@example.com"] },
  access: [
    { principal: "dana@example.com", kind: "user", level: "CAN_MANAGE", inherited: null, you: true },
    { principal: "care", kind: "group", level: "CAN_QUERY", inherited: null, you: false },
  ],
  gateway: null,
};
const secret = {
  id: "openai_api_key",
  label: "API key",
  kind: "secret",
  required: true,
  help: "",
  placeholder: "",
  defaultValue: "",
  choices: [],
  freeText: false,
} as unknown as Provider["fields"][number];
const openai = {
  id: "openai",
  name: "OpenAI",
  mark: "OA",
  tasks: ["llm/v1/chat"],
  fields: [],
  authTitle: "",
  authForms: [{ id: "key", label: "Key", help: "", fields: [secret] }],
  models: [{ id: "gpt-5", detail: "", task: "llm/v1/chat" }],
  modelHelp: "",
  retired: false,
} as unknown as Provider;
const cohere = { ...openai, id: "cohere", name: "Cohere" };
const shares = (edit: EndpointEdit): number[] => edit.entities.map(({ entity }) => entity.share);

describe("the models of an edit", () => {
  test("a model that goes leaves its share to one other or to all in proportion, and the sum stays 100", () => {
    expect(shares(removeModel(live, 0, 2))).toEqual([30, 70]);
    expect(shares(removeModel(live, 0, 1))).toEqual([80, 20]);
    expect(shares(removeModel(live, 0, "all"))).toEqual([60, 40]);
    expect(removeModel(live, 0, "all").entities.map((entity) => entity.original)).toEqual(["b", "c"]);
  });

  test("the last model cannot go", () => {
    const alone = { ...live, entities: [one("a", 100)] };
    expect(removeModel(alone, 0, "all")).toBe(alone);
  });

  test("a new model comes in on standby at the end, so that adding never moves traffic", () => {
    const next = addModel(live, openai, "llm/v1/chat");
    expect(shares(next)).toEqual([50, 30, 20, 0]);
    expect(next.entities.at(-1)).toMatchObject({ original: null, kept: [], readOnly: null });
  });

  test("moving changes the fallback order and nothing else", () => {
    const next = moveModel(live, 2, 0);
    expect(next.entities.map(({ entity }) => entity.name)).toEqual(["c", "a", "b"]);
    expect(differing(next, live)).toMatchObject({ order: true, shares: false, changed: 0 });
    expect(moveModel(live, 0, 3)).toBe(live);
    expect(moveModel(live, 0, -1)).toBe(live);
  });
});

describe("keys nobody can read", () => {
  const withKept: EndpointEdit = {
    ...live,
    entities: [
      one("a", 100, {
        kept: ["openai_api_key"],
        entity: { ...one("a", 100).entity, values: [] },
      }),
    ],
  };

  test("count as filled in while they are kept", () => {
    expect(problemsIn(withKept, "llm/v1/chat", [openai])).toEqual([]);
  });

  test("are given up once another one is chosen, and stay kept when it is cleared again", () => {
    const [entity] = withKept.entities;
    if (!entity) throw new Error("there is one");
    const chosen = withEntities(
      withKept,
      {
        name: "",
        task: "llm/v1/chat",
        fallback: true,
        usageTracking: false,
        description: "",
        tags: [],
        entities: [{ ...entity.entity, values: [{ field: "openai_api_key", value: "{{secrets/llm/new}}" }] }],
      },
      withKept,
    );
    expect(chosen.entities[0]?.kept).toEqual([]);
    expect(keptOf({ ...entity, kept: [] }, withKept)).toEqual(["openai_api_key"]);
  });

  test("go with their provider", () => {
    const next = changeProvider(withKept, 0, cohere, "llm/v1/chat");
    expect(next.entities[0]?.kept).toEqual([]);
    expect(next.entities[0]?.entity.share).toBe(100);
    expect(problemsIn(next, "llm/v1/chat", [openai, cohere]).map((problem) => problem.field)).toContain(
      "openai_api_key",
    );
  });
});

describe("what differs", () => {
  test("nothing said when nothing differs, even when a draft carries another stamp and empty lines", () => {
    const same: EndpointEdit = {
      ...live,
      stamp: "s2",
      tags: [...live.tags, { key: "", value: null }],
      notifications: { onSuccess: [" "], onFailure: ["ops@example.com "] },
    };
    expect(editInWords(same, live)).toBeNull();
  });

  test("an earlier gateway that is put back is a change of its own", () => {
    const side = { safety: false, pii: "none" as const, keywords: null, topics: null };
    const table = { enabled: false, catalog: "", schema: "", prefix: "" };
    const gateway = {
      usageTracking: true,
      inferenceTable: table,
      rateLimits: [],
      input: side,
      output: side,
      fallback: true,
    };
    expect(editInWords({ ...live, gateway }, live)).toBe("The AI Gateway changed. Nothing is live yet.");
  });

  test("is said in one sentence", () => {
    const added = addModel(removeModel(live, 2, 0), openai, "llm/v1/chat");
    const next: EndpointEdit = { ...added, tags: [], access: [] };
    expect(editInWords(next, live)).toBe(
      "1 model added, 1 model removed, the shares, the tags and the access changed. Nothing is live yet.",
    );
  });

  test("a renamed model is a changed one, not one that went and another that came", () => {
    const [first, ...rest] = live.entities;
    if (!first) throw new Error("there is one");
    const next = {
      ...live,
      entities: [{ ...first, entity: { ...first.entity, name: "fresh" } }, ...rest],
    };
    expect(differing(next, live)).toMatchObject({ changed: 1, added: 0, removed: 0, order: false });
  });
});

test("a problem named by the core leads to its part of the page", () => {
  const at = (path: string) => partOf({ path, message: "", blocks: true });
  expect(at("entities[1].values.openai_api_base")).toEqual({ part: "models", entity: 1 });
  expect(at("entities.2.share")).toEqual({ part: "traffic", entity: null });
  expect(at("access.0.level")).toEqual({ part: "access", entity: null });
  expect(at("tags.0.key")).toEqual({ part: "tags", entity: null });
  expect(at("notifications.onFailure.0")).toEqual({ part: "notifications", entity: null });
});

test("notices when CAN MANAGE is about to be taken from the one who edits", () => {
  const rows = live.access ?? [];
  expect(takesFromYou(rows, rows)).toBe(false);
  expect(takesFromYou(rows.slice(1), rows)).toBe(true);
});

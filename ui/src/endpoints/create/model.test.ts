import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EndpointDraft, Task } from "../../ipc/bindings";
import {
  addEntity,
  applySplit,
  changeProvider,
  emptyDraft,
  entitiesWithoutTask,
  fieldValue,
  removeEntity,
  secretCount,
  setAuthForm,
  setEntityName,
  setModel,
  setTask,
  setValue,
  shareSum,
  stepAfter,
  stepBefore,
  stepFrom,
} from "./model";
import { anthropic, azure, catalogue, openai } from "./samples";

const two = (): EndpointDraft => addEntity(addEntity(emptyDraft(), openai), anthropic);

const action = fc.oneof(
  fc.record({ do: fc.constant("add" as const), at: fc.nat(3) }),
  fc.record({ do: fc.constant("remove" as const), at: fc.nat(9) }),
  fc.record({ do: fc.constant("provider" as const), at: fc.nat(9) }),
  fc.record({ do: fc.constant("lock" as const), at: fc.nat(9) }),
  fc.record({ do: fc.constant("task" as const), at: fc.nat(2) }),
  fc.record({ do: fc.constant("move" as const), at: fc.nat(100) }),
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;
const TASKS: Task[] = ["llm/v1/chat", "llm/v1/completions", "llm/v1/embeddings"];

function perform(draft: EndpointDraft, one: Action): EndpointDraft {
  const provider = catalogue[one.at % catalogue.length] ?? openai;
  if (one.do === "add") return addEntity(draft, provider);
  if (one.do === "remove") return removeEntity(draft, one.at);
  if (one.do === "provider") return changeProvider(draft, one.at % 3, provider);
  if (one.do === "task") return setTask(draft, TASKS[one.at] ?? "llm/v1/chat", catalogue);
  const rows = draft.entities.map((entity) => ({
    entity: entity.name,
    share: entity.share,
    locked: entity.locked,
  }));
  if (one.do === "lock")
    return applySplit(
      draft,
      rows.map((row, index) => ({ ...row, locked: index === one.at % 3 ? !row.locked : row.locked })),
    );
  const [first, second] = rows;
  if (!first || !second) return draft;
  const points = Math.min(first.share, one.at);
  return applySplit(draft, [
    { ...first, share: first.share - points },
    { ...second, share: second.share + points },
    ...rows.slice(2),
  ]);
}

describe("the draft of a new endpoint", () => {
  test("whatever is added, removed, locked or moved, the shares of its entities make 100 and its names are unique", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const draft = actions.reduce(perform, emptyDraft());
        expect(shareSum(draft)).toBe(draft.entities.length === 0 ? 0 : 100);
        expect(draft.entities.every((entity) => entity.share >= 0 && Number.isInteger(entity.share))).toBe(
          true,
        );
        expect(new Set(draft.entities.map((entity) => entity.name)).size).toBe(draft.entities.length);
      }),
    );
  });

  test("the first model gets all traffic and every later one comes in on standby", () => {
    expect(two().entities.map((entity) => entity.share)).toEqual([100, 0]);
  });

  test("removing a model hands its share to the unlocked others in proportion and leaves the locked one alone", () => {
    const names = ["a", "b", "c", "d"];
    let draft = names.reduce((all) => addEntity(all, openai), emptyDraft());
    draft = {
      ...draft,
      entities: draft.entities.map((entity, index) => ({
        ...entity,
        share: [40, 30, 20, 10][index] ?? 0,
        locked: index === 2,
      })),
    };
    expect(removeEntity(draft, 0).entities.map((entity) => entity.share)).toEqual([60, 20, 20]);
  });

  test("removing the last model but one switches fallback off, because nothing is left to fall back to", () => {
    const draft = { ...two(), fallback: true };
    expect(removeEntity(draft, 0).fallback).toBe(false);
    expect(removeEntity(draft, 0).entities[0]?.share).toBe(100);
  });

  test("an entity is named after its model, with dots and colons turned into dashes, and never like another one", () => {
    expect(two().entities[1]?.name).toBe("claude-3-5-sonnet");
    const twins = addEntity(addEntity(emptyDraft(), openai), openai);
    expect(twins.entities.map((entity) => entity.name)).toEqual(["gpt-4-1", "gpt-4-1-2"]);
  });

  test("a suggested entity name follows the model, a typed one stays", () => {
    const followed = setModel(two(), 0, "gpt-4o");
    expect(followed.entities[0]?.name).toBe("gpt-4o");
    const typed = setModel(setEntityName(two(), 0, "primary"), 0, "gpt-4o");
    expect(typed.entities[0]?.name).toBe("primary");
  });

  test("changing the task suggests a model that can do it and names the providers that cannot", () => {
    const draft = setTask(two(), "llm/v1/embeddings", catalogue);
    expect(draft.entities[0]?.model).toBe("text-embedding-3-large");
    expect(
      entitiesWithoutTask(draft, "llm/v1/embeddings", catalogue).map((entity) => entity.provider),
    ).toEqual(["anthropic"]);
  });

  test("a model typed by hand survives a change of task", () => {
    const draft = setTask(setModel(two(), 0, "ft:gpt-4o:mine"), "llm/v1/embeddings", catalogue);
    expect(draft.entities[0]?.model).toBe("ft:gpt-4o:mine");
  });

  test("choosing another way to sign in keeps what was typed for the first one", () => {
    let draft = addEntity(emptyDraft(), azure);
    draft = setValue(draft, 0, "openai_api_key", "{{secrets/llm/azure}}");
    draft = setAuthForm(draft, 0, "azuread");
    draft = setAuthForm(draft, 0, "azure");
    expect(fieldValue(draft.entities[0] ?? never(), "openai_api_key")).toBe("{{secrets/llm/azure}}");
  });

  test("defaults of the catalogue are in the draft from the start", () => {
    const entity = addEntity(emptyDraft(), azure).entities[0];
    expect(entity && fieldValue(entity, "openai_api_version")).toBe("2024-10-21");
  });

  test("another provider keeps place and share and drops what was typed for the old one", () => {
    const draft = changeProvider(setValue(two(), 0, "openai_api_key", "{{secrets/a/b}}"), 0, azure);
    expect(draft.entities[0]).toMatchObject({ provider: "azure-openai", share: 100, authForm: "azure" });
    expect(fieldValue(draft.entities[0] ?? never(), "openai_api_key")).toBe("");
  });

  test("secrets are counted by chosen and still open", () => {
    const draft = setValue(two(), 0, "openai_api_key", "{{secrets/llm/openai}}");
    expect(secretCount(draft, catalogue)).toEqual({ chosen: 1, open: 1 });
  });

  test("steps lead on and back and an unknown saved step starts at the beginning", () => {
    expect([stepAfter("provider"), stepAfter("review"), stepBefore("provider"), stepBefore("name")]).toEqual([
      "connection",
      "review",
      null,
      "traffic",
    ]);
    expect(stepFrom("gateway")).toBe("provider");
  });
});

function never(): never {
  throw new Error("The draft of this test has no first entity.");
}

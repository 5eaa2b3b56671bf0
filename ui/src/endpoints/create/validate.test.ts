import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addEntity, emptyDraft, setAuthForm, setValue } from "./model";
import { NAME_LIMIT, nameProblem, slug, suggestName } from "./names";
import { azure, catalogue, openai } from "./samples";
import { fieldProblem, isReference, locate, partsOfReference, problemsOf, putRight, toFix } from "./validate";

const fields = [...azure.fields, ...azure.authForms.flatMap((form) => form.fields)];
const named = (id: string) => {
  const field = fields.find((one) => one.id === id);
  if (!field) throw new Error(`The sample catalogue has no field ${id}.`);
  return field;
};
const guid = named("microsoft_entra_tenant_id");
const base = named("openai_api_base");
const secret = named("openai_api_key");

describe("names", () => {
  test("an 80-character endpoint name gets a sentence with the numbers", () => {
    expect(nameProblem("n".repeat(80), "endpoint")).toBe(
      "This has 80 characters. A name may have 63 at most, so 17 have to go.",
    );
    expect(nameProblem("n".repeat(63), "endpoint")).toBeNull();
  });

  test.each([
    ["", "The endpoint needs a name."],
    ["my endpoint", "A blank is not allowed. Letters without accents, digits, - and _ are."],
    ["café", "“é” is not allowed. Letters without accents, digits, - and _ are."],
    ["-first", "The first character has to be a letter or a digit."],
    ["databricks-gpt", "Names that start with databricks- are kept for Databricks' own endpoints."],
  ])("%s is refused with its reason", (name, sentence) => {
    expect(nameProblem(name, "endpoint")).toBe(sentence);
  });

  test("a served entity may start with databricks-", () => {
    expect(nameProblem("databricks-dbrx", "entity")).toBeNull();
  });

  test("a suggested name is allowed and free, whatever the model is called", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 120 }),
        fc.array(fc.constantFrom("openai", "openai-2", "openai-3")),
        (model, taken) => {
          const name = suggestName(model, "openai", [...taken, slug(model)]);
          expect(nameProblem(name, "entity")).toBeNull();
          expect(name.length).toBeLessThanOrEqual(NAME_LIMIT);
          expect(taken).not.toContain(name);
        },
      ),
    );
  });
});

describe("values", () => {
  test("a tenant ID that lacks a sign says how many there are", () => {
    expect(fieldProblem(guid, "9c1f7b52-0e4d-4a86-b3f1-77d0c2e51a9")).toBe(
      "36 characters expected, this has 35.",
    );
    expect(fieldProblem(guid, "9c1f7b52-0e4d-4a86-b3f1-77d0c2e51a9f")).toBeNull();
  });

  test.each(["{{secrets/scope}}", "{{secrets/a/b/c}}", "{{ secrets/a/b }}", "sk-abc", "{{secrets//b}}"])(
    "%s is not taken for a secret reference",
    (text) => {
      expect(isReference(text)).toBe(false);
      expect(fieldProblem(secret, text)).toBe(
        "A reference like {{secrets/scope/key}} is expected, with one scope and one key.",
      );
    },
  );

  test("a secret reference is taken apart", () => {
    expect(partsOfReference("{{secrets/llm-keys/openai}}")).toEqual({ scope: "llm-keys", key: "openai" });
  });

  test("a deployment address of Azure is cut to the resource and the cut is said", () => {
    expect(
      putRight(base, " https://m.openai.azure.com/openai/deployments/gpt/chat/completions?api-version=1 "),
    ).toEqual({
      value: "https://m.openai.azure.com",
      said: "We cut off /openai/deployments/…, Databricks adds that part.",
    });
  });

  test("an address without a scheme gets one, and other paths are left as typed", () => {
    expect(putRight(base, "m.openai.azure.com")).toEqual({
      value: "https://m.openai.azure.com",
      said: "We put https:// in front.",
    });
    expect(putRight(base, "https://proxy.example.com/v1").value).toBe("https://proxy.example.com/v1");
  });

  test.each([
    ["not a url at all", "A web address is expected"],
    ["ftp://host.example", "starts with https://"],
    ["https://user:pw@host.example", "Leave user name and password"],
  ])("%s is no address", (value, words) => {
    expect(fieldProblem(base, value)).toContain(words);
  });

  test("an instance profile needs a twelve-digit account", () => {
    const arn = { ...guid, kind: "arn" as const };
    expect(fieldProblem(arn, "arn:aws:iam::1234:instance-profile/x")).toBe(
      "The account in the ARN has 12 digits, this has 4.",
    );
    expect(fieldProblem(arn, "arn:aws:iam::123456789012:instance-profile/x")).toBeNull();
  });
});

describe("the whole draft", () => {
  test("each step knows how many fields are to fix", () => {
    let draft = setAuthForm(addEntity(emptyDraft(), azure), 0, "azuread");
    draft = setValue(draft, 0, "openai_api_base", "https://m.openai.azure.com");
    draft = setValue(draft, 0, "openai_deployment_name", "gpt");
    draft = setValue(draft, 0, "microsoft_entra_client_id", "e07a44d3-5b1c-4f2e-9d08-1c6fa3b7d250");
    draft = setValue(draft, 0, "microsoft_entra_client_secret", "{{secrets/llm/entra}}");
    const problems = problemsOf(draft, catalogue);
    expect(toFix(problems, "connection")).toBe("1 field to fix");
    expect(toFix(problems, "name")).toBe("1 field to fix");
    expect(toFix(problems, "traffic")).toBeNull();
  });

  test("a split that is not 100 is a problem of the traffic step", () => {
    const draft = addEntity(emptyDraft(), openai);
    const wrong = { ...draft, entities: draft.entities.map((entity) => ({ ...entity, share: 90 })) };
    expect(problemsOf(wrong, catalogue).find((problem) => problem.step === "traffic")?.message).toBe(
      "The shares add up to 90 %. They have to make 100 %.",
    );
  });

  test("a problem named by the core finds its step and field", () => {
    const at = (path: string) => {
      const { step, entity, field } = locate({ path, message: "", blocks: true });
      return [step, entity, field];
    };
    expect(at("entities[1].values.openai_api_base")).toEqual(["connection", 1, "openai_api_base"]);
    expect(at("entities.0.name")).toEqual(["connection", 0, "name"]);
    expect(at("entities[2].share")).toEqual(["traffic", 2, "share"]);
    expect(at("shares")).toEqual(["traffic", null, "shares"]);
    expect(at("name")).toEqual(["name", null, "name"]);
    expect(at("entities")).toEqual(["provider", null, "provider"]);
    expect(at("entities.1.provider")).toEqual(["connection", 1, "task"]);
    expect(at("tags[1].key")).toEqual(["name", null, "tag-1"]);
  });
});

import { expect, test } from "vitest";
import { wrongLines } from "./preview";
import type { Problem } from "./validate";

const body = JSON.stringify(
  {
    name: "e",
    config: {
      served_entities: [
        { name: "a", external_model: { name: "gpt-4o", openai_config: { openai_api_base: "x" } } },
        { name: "b", external_model: { name: "gpt-4o", openai_config: { openai_api_base: "y" } } },
      ],
    },
  },
  null,
  2,
);
const lineOf = (text: string): number => body.split("\n").findIndex((line) => line.includes(text)) + 1;
const problem = (entity: number | null, field: string, blocks = true): Problem => ({
  step: "connection",
  entity,
  field,
  message: "",
  blocks,
});

test("a wrong field is marked in the entity it belongs to, not in its twin", () => {
  expect(wrongLines(body, [problem(1, "openai_api_base")])).toEqual([lineOf('"y"')]);
  expect(wrongLines(body, [problem(0, "openai_api_base")])).toEqual([lineOf('"x"')]);
});

test("the endpoint's own name is found before the entities", () => {
  expect(wrongLines(body, [problem(null, "name")])).toEqual([lineOf('"name": "e"')]);
});

test("warnings, fields that are not sent yet and entities that are not there mark nothing", () => {
  expect(
    wrongLines(body, [
      problem(0, "openai_api_base", false),
      problem(0, "openai_organization"),
      problem(7, "model"),
    ]),
  ).toEqual([]);
});

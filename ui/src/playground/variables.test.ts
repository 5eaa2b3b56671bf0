// The cases that the core's own finder of names is held to as well.
import { expect, it } from "vitest";
import all from "../../../tests/cases/variables.json";
import { filled, variablesIn } from "./variables";

type Case = {
  why: string;
  text: string;
  values: Record<string, string>;
  names: string[];
  prompt: string;
  missing: string[];
};
const cases = all as Case[];

it.each(cases)("$why", ({ text, values, names, prompt, missing }) => {
  expect(variablesIn(text)).toEqual(names);
  const given = new Map<string, string>(Object.entries(values));
  const made = filled(text, given);
  expect([made.prompt, made.missing]).toEqual([prompt, missing]);
  expect(made.variables).toEqual(
    names.filter((name) => !missing.includes(name)).map((name) => [name, given.get(name)]),
  );
});

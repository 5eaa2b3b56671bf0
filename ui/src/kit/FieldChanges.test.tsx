import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { expectNoAxeProblems } from "./axe";
import { ChangeSteps, stepsDone } from "./ChangeSteps";
import { differingLines, FieldChanges } from "./FieldChanges";

describe("what a change does", () => {
  test("stands field by field under its part, says what is gone for good, and turns to JSON", async () => {
    const { container } = render(
      <FieldChanges
        before={'{\n  "a": 1\n}'}
        after={'{\n  "a": 2\n}'}
        fields={[
          { part: "tags", label: "team", path: "tags", before: "care", after: null, removes: true },
          { part: "config", label: "Model of a", path: "x", before: null, after: "gpt", removes: false },
        ]}
      />,
    );
    const rows = screen.getAllByRole("row").map((row) => row.textContent);
    expect(rows).toEqual([
      "FieldBeforeAfter",
      "Served entities",
      "Model of anot setgpt",
      "Tags",
      "teamcareremoved",
    ]);
    await expectNoAxeProblems(container);
    await userEvent.click(screen.getByRole("radio", { name: "JSON" }));
    expect(screen.getByRole("region", { name: "After, as JSON" }).textContent).toContain('"a": 2');
  });

  test("finds the lines that only one of two texts has", () => {
    expect(differingLines(["{", "a", "b", "c", "}"], ["{", "a", "x", "c", "y", "}"])).toEqual({
      gone: [3],
      come: [3, 5],
    });
    expect(differingLines(["a"], ["a"])).toEqual({ gone: [], come: [] });
    expect(differingLines([], ["a", "b"])).toEqual({ gone: [], come: [1, 2] });
  });
});

test("a step without an answer says what going on does, one that was not needed says so", () => {
  const step = { method: "PUT", path: "/x", explanation: null, milliseconds: null };
  const steps = [
    { ...step, title: "Tags", state: "unknown" as const },
    { ...step, title: "Access", state: "skipped" as const },
  ];
  render(<ChangeSteps steps={steps} />);
  expect(screen.getByText(/It was sent, and no answer came/)).toBeTruthy();
  expect(screen.getByText(/it stood there already/)).toBeTruthy();
  expect(stepsDone(steps)).toBe("1 of 2 done");
});

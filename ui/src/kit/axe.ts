// Checks a rendered part or page with axe and says what is wrong and how to mend it. For tests only.
import axe from "axe-core";

// happy-dom computes no layout and no colours; contrast was checked by script for every pair of tokens.
const NOT_HERE = [
  "color-contrast",
  "target-size",
  "scrollable-region-focusable",
  "region",
  "page-has-heading-one",
  "landmark-one-main",
];

export async function expectNoAxeProblems(container: Element): Promise<void> {
  const rules = Object.fromEntries(NOT_HERE.map((rule) => [rule, { enabled: false }]));
  // Base UI's focus guards are hidden and focusable on purpose: they hand the focus on at once.
  const { violations } = await axe.run(
    { include: container, exclude: "[data-base-ui-focus-guard]" },
    { rules },
  );
  if (violations.length === 0) return;
  const said = violations.map(
    (problem) =>
      `${problem.id}: ${problem.help}\n${problem.nodes.map((node) => `    ${node.html}`).join("\n")}`,
  );
  throw new Error(`${violations.length} accessibility problems:\n${said.join("\n")}`);
}

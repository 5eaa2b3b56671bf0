// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what this file is about.
// Hostile Markdown: every vector of hostile.json is drawn as an answer and the document is searched for anything that
// could run, load or navigate. The same strings run in a real WebKit in the window tests.
import { cleanup, render } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ToastProvider } from "../../kit/Toast";
import { AnswerText } from "../AnswerText";
import { LiveText } from "../liveText";
import { LaidOut } from "../Structured";
import { ToolCalls } from "../ToolCalls";
import vectors from "./hostile.json";
import { MaskedSpots } from "./Masked";

vi.mock("../../ipc/bindings", async () => (await import("../../ipc/testing")).fakeBindings());
afterEach(cleanup);

const FORBIDDEN =
  "script, img, picture, iframe, frame, object, embed, applet, style, link, meta, base, form, input, textarea, select, video, audio, source, math, template, portal, dialog, noscript, marquee, details, slot, body *[background]";
const ALLOWED = new Set(
  "div section p strong em del code pre br h3 h4 h5 h6 ul ol li blockquote hr table thead tbody tr th td span figure figcaption button svg path rect circle".split(
    " ",
  ),
);
/** What only data that is laid out, and marks, are made of. */
const OF_DATA = new Set(["element DL", "element DT", "element DD", "element MARK"]);
const ADDRESS_ATTRIBUTES = [
  "href",
  "src",
  "srcset",
  "srcdoc",
  "action",
  "formaction",
  "ping",
  "background",
  "data",
  "poster",
  "xlink:href",
];

function draw(...answers: string[]): HTMLElement {
  return render(
    <ToastProvider>
      {answers.map((text) => (
        <div key={text} className="answer">
          <AnswerText live={LiveText.whole(text)} writing={false} />
        </div>
      ))}
    </ToastProvider>,
  ).container;
}

function problemsIn(root: Element): string[] {
  const problems = [...root.querySelectorAll(FORBIDDEN)].map((found) => `<${found.tagName}>`);
  for (const element of root.querySelectorAll("*")) {
    if (!ALLOWED.has(element.tagName.toLowerCase())) problems.push(`element ${element.tagName}`);
    for (const { name, value } of element.attributes) {
      if (/^on/iu.test(name)) problems.push(`${name}=${value}`);
      if (ADDRESS_ATTRIBUTES.includes(name.toLowerCase())) problems.push(`${name}=${value}`);
      if (name === "style") problems.push(`style=${value}`);
    }
    if (element.getAttribute("role") === "link" && !element.getAttribute("title")?.startsWith("https://")) {
      problems.push(`a link to ${element.getAttribute("title")}`);
    }
  }
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u.test(root.textContent ?? ""))
    problems.push("a hidden character");
  return problems;
}

const inWrappers = vectors.addresses.flatMap((address) =>
  vectors.linkWrappers.map((wrapper) => wrapper.replaceAll("@", () => address)),
);
const inPlaces = vectors.markup.flatMap((markup) =>
  vectors.places.map((place) => place.replaceAll("@", () => markup)),
);
const all = [
  ...new Set([
    ...inWrappers,
    ...inPlaces,
    ...vectors.texts,
    "\ud800 half a character <img src=x onerror=alert(1)>",
  ]),
];

describe("hostile Markdown", () => {
  it("has a corpus worth the name", () => {
    expect(all.length).toBeGreaterThan(1200);
  });

  const chunks = Array.from({ length: Math.ceil(all.length / 100) }, (_, at) =>
    all.slice(at * 100, at * 100 + 100),
  );
  it.each(chunks.map((chunk, at) => [at, chunk] as const))("stays text, part %i", (_, chunk) => {
    const container = draw(...chunk);
    const found = [...container.querySelectorAll(".answer")].flatMap((root, at) =>
      problemsIn(root).map((problem) => [chunk[at], problem]),
    );
    expect(found).toEqual([]);
  });

  it.each(vectors.addresses)("makes no link of %j", (address) => {
    const container = draw(...vectors.linkWrappers.map((wrapper) => wrapper.replaceAll("@", () => address)));
    expect(container.querySelectorAll("[role=link]")).toHaveLength(0);
  });

  it("stays text as data that is laid out, as a tool’s wish and as a masked spot", () => {
    const told = all.map((text) => ({ [text.slice(0, 40)]: text, deep: [{ a: text }, { a: text, b: 1 }] }));
    const { container } = render(
      <ToastProvider>
        {told.map((data, at) => (
          <LaidOut key={all[at]} data={data} />
        ))}
        <ToolCalls
          calls={vectors.markup.map((text) => ({
            id: text,
            name: text,
            arguments: JSON.stringify({ a: text }),
          }))}
        />
        <MaskedSpots value={vectors.markup}>
          {vectors.markup.map((text) => (
            <AnswerText key={text} live={LiveText.whole(`a ${text} b`)} writing={false} />
          ))}
        </MaskedSpots>
      </ToastProvider>,
    );
    const found = problemsIn(container).filter((problem) => !OF_DATA.has(problem));
    expect([...new Set(found)]).toEqual([]);
    expect(container.querySelectorAll("mark").length).toBeGreaterThan(5);
  });

  it("is caught by this test when an element slips through", () => {
    const root = document.createElement("div");
    root.innerHTML = '<img src="x"><b onclick="x">y</b>';
    expect(problemsIn(root).length).toBeGreaterThan(2);
  });

  it("shows raw HTML as the text it is", () => {
    const container = draw("<b>bold</b>\n\n<script>alert(1)</script>");
    expect(container.textContent).toContain("<b>bold</b>");
    expect(container.textContent).toContain("<script>alert(1)</script>");
  });

  it("says where a dressed-up link leads", () => {
    const container = draw("[https://databricks.com](https://evil.example)");
    expect(container.textContent).toContain("(leads to evil.example)");
  });

  const repeat = (text: string, times: number) => text.repeat(times);
  it.each([
    ["quotes", repeat("> ", 2000)],
    ["quotes without blanks", repeat(">", 4000)],
    ["list marks", repeat("- ", 2000)],
    ["quotes in lists", repeat("> - ", 1000)],
    ["brackets", repeat("[", 20_000)],
    ["links in links", repeat("[a](", 5000)],
    ["images", repeat("![", 5000)],
    ["emphasis", repeat("*a **b ", 3000)],
    ["underscores", repeat("_a*b", 5000)],
    ["angle brackets", repeat("<", 20_000)],
    ["backticks", repeat("`a``b", 4000)],
    ["an address without an end", `https://${repeat("a.", 20_000)}`],
    ["deep lists", Array.from({ length: 90 }, (_, at) => `${" ".repeat(at)}- x`).join("\n")],
    ["a wide table", `${repeat("a|", 2000)}\n${repeat("-|", 2000)}\n${repeat("b|", 2000)}`],
  ])("is drawn in a moment whatever is piled up: %s", (_, text) => {
    const from = performance.now();
    const container = draw(text);
    expect(container.querySelector("p, ul, blockquote, table, hr")).not.toBeNull();
    expect(performance.now() - from).toBeLessThan(4000);
  });
});

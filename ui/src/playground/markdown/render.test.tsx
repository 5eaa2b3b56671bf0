// What ordinary Markdown looks like as elements.
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { fails, fake, ok, sampleFailure } from "../../ipc/testing";
import { ToastProvider } from "../../kit/Toast";
import { AnswerText } from "../AnswerText";
import { LiveText } from "../liveText";

vi.mock("../../ipc/bindings", async () => (await import("../../ipc/testing")).fakeBindings());

function draw(text: string, writing = false): HTMLElement {
  const live = LiveText.whole(text);
  return render(
    <ToastProvider>
      <AnswerText live={live} writing={writing} />
    </ToastProvider>,
  ).container;
}

describe("Markdown", () => {
  it("knows headings, emphasis, lists, tasks, tables, quotes and rules", () => {
    const container = draw(
      "# Title\n\nSome **bold**, *soft* and ~~gone~~ `code`.\n\n3. three\n4. four\n   - inner\n\n- [x] done\n- [ ] open\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\n> said\n\n---\n",
    );
    expect(screen.getByRole("heading", { name: "Title" })).toBeTruthy();
    expect(container.querySelector("strong")?.textContent).toBe("bold");
    expect(container.querySelector("em")?.textContent).toBe("soft");
    expect(container.querySelector("del")?.textContent).toBe("gone");
    expect(container.querySelector("ol")?.getAttribute("start")).toBe("3");
    expect(container.querySelector("ol ul li")?.textContent).toBe("inner");
    expect(screen.getByLabelText("Done:")).toBeTruthy();
    expect(screen.getByLabelText("Open:")).toBeTruthy();
    expect(screen.getByRole("table")).toBeTruthy();
    expect(container.querySelector("td[data-align=right]")?.textContent).toBe("2");
    expect(container.querySelector("blockquote p")?.textContent).toBe("said");
    expect(container.querySelector("hr")).not.toBeNull();
  });

  it("shows code with its language, letter by letter as written", () => {
    const container = draw("```py title=x\nif a < b:\n    print('&amp;')\n```");
    expect(screen.getByText("py")).toBeTruthy();
    expect(container.querySelector("pre")?.textContent).toBe("if a < b:\n    print('&amp;')");
  });

  it("resolves character references in words, not in code", () => {
    expect(draw("a &amp; b `&amp;`").textContent).toBe("a & b &amp;");
  });

  it("never loads an image, but says where it lies", () => {
    const container = draw("![the chart](https://pictures.example/a.png)");
    expect(container.querySelector("img")).toBeNull();
    expect(container.textContent).toBe("Image: the chart (not loaded https://pictures.example/a.png)");
  });

  it("opens a link through the core, by pointer and by key", async () => {
    fake.appOpenLink.mockResolvedValue(ok(null));
    draw("See [the docs](https://docs.databricks.com/x).");
    const link = screen.getByRole("link", { name: "the docs" });
    expect(link.getAttribute("title")).toBe("https://docs.databricks.com/x");
    expect(link.hasAttribute("href")).toBe(false);
    await userEvent.click(link);
    link.focus();
    await userEvent.keyboard("{Enter}");
    expect(fake.appOpenLink.mock.calls).toEqual([
      ["https://docs.databricks.com/x"],
      ["https://docs.databricks.com/x"],
    ]);
  });

  it("says so when the link could not be opened", async () => {
    fake.appOpenLink.mockResolvedValue(fails(sampleFailure({ title: "No browser was found" })));
    draw("https://docs.databricks.com");
    await userEvent.click(screen.getByRole("link"));
    expect((await screen.findAllByText("No browser was found")).length).toBeGreaterThan(0);
  });

  it("puts the caret behind the last word while the answer is written", () => {
    const live = new LiveText();
    live.add("Hello wor");
    const { container } = render(
      <ToastProvider>
        <AnswerText live={live} writing />
      </ToastProvider>,
    );
    expect(container.querySelectorAll("[aria-hidden=true]")).toHaveLength(1);
  });
});

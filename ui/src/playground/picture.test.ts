// Pictures that go along: what is taken, what is refused and why, and how big a request gets.
import { describe, expect, it } from "vitest";
import { base64Of, bytesInWords, isPicture, MOST_BYTES, refusal, requestBytes } from "./picture";
import { answer, chat, turn } from "./testing";

const MB = 1024 * 1024;
const png = (size: number) => ({ name: "pallet.png", type: "image/png", size });

describe("a picture", () => {
  it("is taken when it is of a kind models read and fits", () => {
    expect(refusal(png(2 * MB), 0)).toBeNull();
  });

  it("is refused in a sentence before it is read", () => {
    expect(refusal({ ...png(10), name: "a.pdf", type: "application/pdf" }, 0)).toContain(
      "PNG, JPEG, GIF or WebP",
    );
    expect(refusal({ ...png(10), name: "a.svg", type: "image/svg+xml" }, 0)).toContain(
      "no picture of a kind",
    );
    expect(refusal(png(0), 0)).toContain("is empty");
    expect(refusal(png(3.5 * MB), 0)).toContain("3.5 MB");
    expect(refusal(png(2 * MB), 2 * MB)).toContain("4 MB is the most");
  });

  it("counts with what it becomes on its way, and with all pictures said before", () => {
    const one = { id: "p", name: "p", mediaType: "image/png", bytes: 3 * 300_000 };
    const before = chat({ turns: [{ ...turn("t1", "look", answer({ text: "ok" })), attachments: [one] }] });
    const size = requestBytes({ ...before, draftAttachments: [one] }, "and this");
    expect(size).toBeGreaterThan(2 * 4 * 300_000);
    expect(size).toBeLessThan(2 * 4 * 300_000 + 1_000);
    expect(size).toBeLessThan(MOST_BYTES);
  });

  it("is drawn only from an address that holds a picture itself", () => {
    expect(isPicture("data:image/png;base64,iVBORw0KGgo=")).toBe(true);
    for (const address of [
      "https://tracker.example/x.png",
      "data:image/svg+xml;base64,PHN2Zz4=",
      "data:text/html;base64,PHN2Zz4=",
      'data:image/png;base64,iVBO" onerror="x',
      "javascript:alert(1)",
    ])
      expect(isPicture(address)).toBe(false);
  });

  it("becomes text for the core", async () => {
    expect(await base64Of(new Blob([new Uint8Array([1, 2, 3])]))).toBe("AQID");
    expect(bytesInWords(820 * 1024)).toBe("820 KB");
    expect(bytesInWords(1.3 * MB)).toBe("1.3 MB");
  });
});

// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what this file is about.
// Taking the tricks out of text, and telling addresses apart.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressOf, pretends } from "./address";
import { clean, decode } from "./clean";

describe("text", () => {
  it.each([
    ["\u001b[31mred\u001b[0m", "red"],
    ["\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007", "link"],
    ["\u009b2Jgone", "gone"],
    ["bell\u0007 and null\u0000", "bell and null"],
    ["cut \u001b[3", "cut "],
  ])("loses terminal sequences: %j", (dirty, expected) => {
    expect(clean(dirty)).toBe(expected);
  });

  it("shows what turns or hides text", () => {
    expect(clean("user\u202etxt.exe")).toBe("user‹U+202E›txt.exe");
    expect(clean("a\u200bb\ufeff\u{e0041}")).toBe("a‹U+200B›b‹U+FEFF›‹U+E0041›");
  });

  it("leaves families, Persian and ordinary text alone", () => {
    for (const fine of ["👨‍👩‍👧", "می‌خواهم", "plain\ttext\n"]) expect(clean(fine)).toBe(fine);
  });

  it("never holds a control or a bidirectional character afterwards", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(clean(text)).not.toMatch(
          /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u,
        );
      }),
    );
  });

  it("resolves character references, also those that hide something", () => {
    expect(decode("a &lt; b &amp; c &#8364; &#x20AC;")).toBe("a < b & c € €");
    expect(decode("&#x202E;x")).toBe("‹U+202E›x");
    expect(decode("&unknown; &#0; &#xD800;")).toBe("&unknown; \ufffd \ufffd");
    expect(decode("&constructor;")).toBe("&constructor;");
  });
});

describe("an address", () => {
  it("opens when it is https", () => {
    expect(addressOf("https://docs.databricks.com/a?b=1#c")).toEqual({
      url: "https://docs.databricks.com/a?b=1#c",
      host: "docs.databricks.com",
    });
    expect(addressOf("HTTPS://EXAMPLE.com")?.url).toBe("https://example.com/");
  });

  it.each([
    "http://a.b",
    "javascript:alert(1)",
    "java&#115;cript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "//evil.example",
    "/local",
    "file:///etc/passwd",
    "https://user:pw@evil.example",
    "https://bank.example@evil.example",
    "https:\\\\evil.example",
    "https://a\u202e.example",
    "https://a b.example",
    "https://",
    "mailto:a@b.c",
    "vbscript:x",
    "blob:https://a.b/c",
    "ipc://localhost/x",
    "tauri://localhost",
    `https://a.b/${"x".repeat(3000)}`,
    "https://a.b/&#x202E;x",
    "https://a.b/&Tab;x",
  ])("stays text when it is %j", (href) => {
    expect(addressOf(href)).toBeNull();
  });

  it("shows foreign scripts as the browser will ask for them", () => {
    expect(addressOf("https://аpple.com")?.host).toMatch(/^xn--/u);
  });

  it("is caught when its words name another place", () => {
    const evil = { url: "https://evil.example/", host: "evil.example" };
    expect(pretends("https://databricks.com/login", evil)).toBe(true);
    expect(pretends("databricks.com", evil)).toBe(true);
    expect(pretends("www.evil.example/x", evil)).toBe(false);
    expect(pretends("the documentation", evil)).toBe(false);
  });
});

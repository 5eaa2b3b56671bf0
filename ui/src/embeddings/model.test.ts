// What is said about likeness.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  agreement,
  heatStep,
  letter,
  MOST_SHOWN,
  normWords,
  places,
  sentence,
  shownTexts,
  twoModels,
  twoPlaces,
} from "./model";
import { picture, run, side } from "./testing";

const said = (texts: string[], likeness: number) => {
  const shown = picture([
    [1, likeness],
    [likeness, 1],
  ]);
  const words = sentence(run({ texts }), shown, 0);
  return `${words?.strong} ${words?.rest}`;
};

describe("letters", () => {
  it("go on after Z as the files of the core have them", () => {
    expect([0, 25, 26, 51, 52, 199].map(letter)).toEqual(["A", "Z", "AA", "AZ", "BA", "GR"]);
  });
});

describe("the ramp", () => {
  it("has the steps of the design for the numbers of the design", () => {
    expect([0.93, 0.84, 0.47, 0.36, 0.31, 0.24, 0.12, -0.4].map(heatStep)).toEqual([7, 6, 3, 3, 2, 1, 0, 0]);
  });

  it("never gets lighter when texts are more alike", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (a, b) => (a <= b ? heatStep(a) <= heatStep(b) : heatStep(a) >= heatStep(b)),
      ),
    );
  });

  it("shows no minus before nothing", () => {
    expect([-0.001, -0.25, 1].map(twoPlaces)).toEqual(["0.00", "−0.25", "1.00"]);
  });
});

describe("the sentence", () => {
  it("says that texts mean the same although they share no word", () => {
    expect(said(["Where is my delivery?", "Wo ist meine Lieferung?"], 0.93)).toBe(
      "A and B mean nearly the same (0.93), although they share no word.",
    );
  });

  it("names the one word they share", () => {
    expect(said(["My parcel arrived at the door", "The box was crushed"], 0.84)).toContain(
      "although they share only the word “the”.",
    );
  });

  it("does not wonder at likeness of the same words", () => {
    expect(said(["late parcel today", "late parcel now"], 0.7)).toBe("A and B are alike (0.70).");
    expect(said(["same", "same"], 1)).toBe("A and B are the same text (1.00).");
  });

  it("says that nothing is like it, and what is next", () => {
    const shown = picture([
      [1, 0.2, 0.1],
      [0.2, 1, 0.3],
      [0.1, 0.3, 1],
    ]);
    const words = sentence(run(), shown, 0);
    expect(`${words?.strong}${words?.rest}`).toBe(
      "Nothing here is very like A; B comes nearest (0.20). Next for A is C with 0.10.",
    );
  });

  it("is silent about a text that is alone", () => {
    expect(sentence(run(), picture([[1]]), 0)).toBeNull();
  });
});

describe("two models", () => {
  const small = side({
    picture: picture(
      [
        [1, 0.9],
        [0.9, 1],
      ],
      1024,
    ),
  });
  const large = side({
    model: "text-embedding-3-large",
    picture: picture(
      [
        [1, 0.9],
        [0.9, 1],
      ],
      3072,
    ),
  });

  it("of different dimensions are warned of", () => {
    expect(twoModels([small, large])).toEqual({
      tone: "warning",
      text: expect.stringContaining("1,024 and 3,072"),
    });
  });

  it("of equal dimensions still mean different things", () => {
    expect(twoModels([small, { ...large, picture: small.picture }])?.tone).toBe("info");
  });

  it("need no word when one failed or they are one", () => {
    expect(twoModels([small])).toBeNull();
    expect(twoModels([small, { ...large, picture: null }])).toBeNull();
    expect(twoModels([small, small])).toBeNull();
  });

  it("agree or disagree on the pair that is most alike", () => {
    const other = side({
      picture: picture([
        [1, 0.1, 0.8],
        [0.1, 1, 0.2],
        [0.8, 0.2, 1],
      ]),
    });
    expect(agreement([side(), side()])).toBe("Both find A and B most alike.");
    expect(agreement([side(), other])).toContain("A and B, and A and C");
    expect(agreement([side()])).toBeNull();
  });
});

describe("norms", () => {
  it("of one make cosine and dot product the same; others do not", () => {
    expect(normWords([1, 1.0001]).note).toContain("agree");
    expect(normWords([0.4, 12.25])).toEqual({
      value: "0.40 – 12.25",
      note: expect.stringContaining("use cosine"),
    });
    expect(normWords([0, 0]).note).toContain("zeros");
  });
});

describe("a table of many texts", () => {
  it("shows the chosen one and those most like it, in the order of typing", () => {
    const rows = Array.from({ length: 60 }, (_, at) =>
      Array.from({ length: 60 }, (_, to) => (at === to ? 1 : 1 / (1 + Math.abs(at - to)))),
    );
    const shown = shownTexts(picture(rows), 50);
    expect(shown).toHaveLength(MOST_SHOWN);
    expect(shown).toContain(50);
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
    expect(shown).not.toContain(0);
    expect(shownTexts(picture(rows.slice(0, 9).map((row) => row.slice(0, 9))), 3)).toHaveLength(9);
  });
});

describe("the map", () => {
  it("keeps every place inside its box and the scales of both directions equal", () => {
    const point = fc.record({
      x: fc.double({ min: -2, max: 2, noNaN: true }),
      y: fc.double({ min: -2, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 60 }), (points) => {
        const at = places(points, 640, 400, 28);
        return at.every(({ x, y }) => x >= 27.9 && x <= 612.1 && y >= 27.9 && y <= 372.1);
      }),
    );
    const [a, b, c] = places(
      [
        { x: 0, y: 0 },
        { x: 1, y: 0 },
        { x: 0, y: 1 },
      ],
      640,
      400,
      28,
    );
    expect((b?.x ?? 0) - (a?.x ?? 0)).toBeCloseTo((a?.y ?? 0) - (c?.y ?? 0));
  });

  it("puts texts that lie on one place in the middle", () => {
    expect(
      places(
        [
          { x: 3, y: 1 },
          { x: 3, y: 1 },
        ],
        640,
        400,
        28,
      ),
    ).toEqual([
      { x: 320, y: 200 },
      { x: 320, y: 200 },
    ]);
  });
});

// A draft and what others saved meanwhile, setting by setting: what stood there when the draft was begun, theirs, yours, and the
// settings that take the right one of each. Every rule is a setting of its own. Pure. Used by Decide and the draft.
import type { GatewaySettings, PersonalData, RateLimit } from "../ipc/bindings";
import { inNumbers, ruleName, whom } from "./model";

export type BothLine = {
  path: string;
  label: string;
  base: string;
  theirs: string;
  yours: string;
  /** Both changed it, to different values. */
  clash: boolean;
  /** Who changed it, where only one did. */
  only: "theirs" | "yours" | null;
};

type Setting = {
  path: string;
  label: string;
  of: (settings: GatewaySettings) => unknown;
  words: (settings: GatewaySettings) => string;
  put: (into: GatewaySettings, from: GatewaySettings) => GatewaySettings;
};

const onOff = (on: boolean): string => (on ? "on" : "off");
const listed = (words: readonly string[] | null): string =>
  words === null ? "not set" : words.length === 0 ? "none" : words.join(", ");
const PII: Record<PersonalData, string> = {
  none: "let through",
  block: "blocked",
  mask: "masked",
  other: "of another kind",
};

const WHOLE: readonly Setting[] = [
  {
    path: "usageTracking",
    label: "Usage tracking",
    of: (one) => one.usageTracking,
    words: (one) => onOff(one.usageTracking),
    put: (into, from) => ({ ...into, usageTracking: from.usageTracking }),
  },
  {
    path: "inferenceTable",
    label: "Inference table",
    of: (one) => one.inferenceTable,
    words: ({ inferenceTable: { enabled, catalog, schema, prefix } }) =>
      enabled ? [catalog, schema, prefix].filter(Boolean).join(".") : "off",
    put: (into, from) => ({ ...into, inferenceTable: from.inferenceTable }),
  },
  {
    path: "fallback",
    label: "Fallback",
    of: (one) => one.fallback,
    words: (one) => onOff(one.fallback),
    put: (into, from) => ({ ...into, fallback: from.fallback }),
  },
  ...guardrails("input", "in prompts"),
  ...guardrails("output", "in answers"),
];

function guardrails(side: "input" | "output", where: string): Setting[] {
  const part = (key: keyof GatewaySettings["input"], label: string, words: Setting["words"]): Setting => ({
    path: `${side}.${key}`,
    label: `${label} ${where}`,
    of: (one) => one[side][key],
    words,
    put: (into, from) => ({ ...into, [side]: { ...into[side], [key]: from[side][key] } }),
  });
  return [
    part("safety", "Unsafe content", (one) => (one[side].safety ? "blocked" : "let through")),
    part("pii", "Personal data", (one) => PII[one[side].pii]),
    part("keywords", "Refused words", (one) => listed(one[side].keywords)),
    part("topics", "Allowed topics", (one) => listed(one[side].topics)),
  ];
}

function rule(example: RateLimit): Setting {
  const name = ruleName(example);
  const of = (one: GatewaySettings): RateLimit[] => one.rateLimits.filter((rule) => ruleName(rule) === name);
  return {
    path: `rateLimits ${name}`,
    label: `Limit: ${whom(example)}`,
    of,
    words: (one) =>
      of(one)
        .map((rule) => `${inNumbers(rule) ?? "no number yet"} a minute`)
        .join(" and ") || "not there",
    put: (into, from) => {
      const at = into.rateLimits.findIndex((rule) => ruleName(rule) === name);
      const others = into.rateLimits.filter((rule) => ruleName(rule) !== name);
      const place = at === -1 ? others.length : at;
      return { ...into, rateLimits: others.toSpliced(place, 0, ...of(from)) };
    },
  };
}

function settingsOf(...all: GatewaySettings[]): Setting[] {
  const rules = new Map(all.flatMap((one) => one.rateLimits).map((limit) => [ruleName(limit), limit]));
  return [...WHOLE, ...[...rules.values()].map(rule)];
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What either side changed; what both changed to the same is not spoken of. */
export function linesOf(base: GatewaySettings, theirs: GatewaySettings, yours: GatewaySettings): BothLine[] {
  return settingsOf(base, theirs, yours).flatMap(({ path, label, of, words }) => {
    if (same(of(theirs), of(yours))) return [];
    const [they, you] = [!same(of(base), of(theirs)), !same(of(base), of(yours))];
    const only = they && you ? null : they ? "theirs" : "yours";
    return [
      {
        path,
        label,
        base: words(base),
        theirs: words(theirs),
        yours: words(yours),
        clash: they && you,
        only,
      } as const,
    ];
  });
}

/** Theirs, with everything only you changed, and what both changed as decided: `take` names the paths where theirs count. */
export function merged(
  base: GatewaySettings,
  theirs: GatewaySettings,
  yours: GatewaySettings,
  take: ReadonlySet<string>,
): GatewaySettings {
  return settingsOf(base, theirs, yours)
    .filter(({ of, path }) => !same(of(base), of(yours)) && (same(of(base), of(theirs)) || !take.has(path)))
    .reduce((into, { put }) => put(into, yours), theirs);
}

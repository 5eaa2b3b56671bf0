// What a price form holds, and what it means. Pure.
import type { Price } from "../ipc/bindings";

export type PriceForm = {
  provider: string;
  model: string;
  input: string;
  output: string;
  cached: string;
  currency: string;
  source: string;
};

export function formOf(price: Price | null, provider: string, model: string): PriceForm {
  const text = (value: number | null | undefined) =>
    value === null || value === undefined ? "" : String(value);
  return {
    provider: price?.provider ?? provider,
    model: price?.model ?? model,
    input: text(price?.input),
    output: text(price?.output),
    cached: text(price?.cached),
    currency: price?.currency ?? "USD",
    source: price?.own ? price.source : "",
  };
}

/** A number as people write it: a comma is a point. Null when it is none. */
export function numberOf(text: string): number | null {
  const plain = text.trim().replace(",", ".");
  if (!/^\d*\.?\d+$|^\d+\.$/u.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** What is wrong with the form, by field. */
export function problemsOf(form: PriceForm): Partial<Record<keyof PriceForm, string>> {
  const wrong: Partial<Record<keyof PriceForm, string>> = {};
  if (form.provider === "") wrong.provider = "Choose the provider.";
  if (form.model.trim() === "") wrong.model = "Name the model, as the provider calls it.";
  if (numberOf(form.input) === null) wrong.input = "A number, for example 2.5";
  if (numberOf(form.output) === null) wrong.output = "A number, for example 10";
  if (form.cached.trim() !== "" && numberOf(form.cached) === null)
    wrong.cached = "A number, or nothing: then it costs what the rest of the prompt costs.";
  if (!/^[A-Za-z]{3}$/u.test(form.currency.trim())) wrong.currency = "Three letters, for example USD or EUR.";
  return wrong;
}

export function priceOf(form: PriceForm): Price {
  return {
    provider: form.provider,
    model: form.model.trim(),
    input: numberOf(form.input) ?? 0,
    output: numberOf(form.output) ?? 0,
    cached: form.cached.trim() === "" ? null : numberOf(form.cached),
    currency: form.currency.trim().toUpperCase(),
    source: form.source.trim(),
    date: "",
    own: true,
  };
}

/** `$2.50` for a million tokens. */
export function moneyWords(value: number, currency: string): string {
  const sign = new Map([
    ["USD", "$"],
    ["EUR", "€"],
    ["GBP", "£"],
  ]).get(currency);
  const digits = value !== 0 && value < 0.1 ? 4 : 2;
  const text = value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: digits });
  return sign ? `${sign}${text}` : `${text} ${currency}`;
}

const NAMED: ReadonlyMap<string, RegExp> = new Map([
  ["openai", /^gpt-\d/u],
  ["anthropic", /^claude-.*\d/u],
]);

/** The newest of what people know by name, four of each provider: what the book begins with. */
export function newestOf(prices: readonly Price[]): Price[] {
  return [...NAMED].flatMap(([provider, named]) =>
    prices
      .filter((one) => !one.own && one.provider === provider && named.test(one.model))
      .filter((one) => !DATED.test(one.model))
      .toSorted((one, other) =>
        newness(other.model).localeCompare(newness(one.model), "en", { numeric: true }),
      )
      .slice(0, 4),
  );
}

const DATED = /-(?:\d{8}|\d{4}-\d{2}-\d{2})$/u;

/** The number first: `claude-opus-5-5` as `5-5`. */
const newness = (model: string): string => model.replace(/^\D+/u, "").replaceAll("-", ".");

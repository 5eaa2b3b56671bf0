import fc from "fast-check";
import { expect, test } from "vitest";
import type { MetricLine } from "../ipc/bindings";
import { boundWords, countsOf, metricWords } from "./metrics";

const line = (name: string, value: number, labels: Record<string, string> = {}): MetricLine => ({
  name,
  value,
  labels: Object.entries(labels).map(([label, text]) => ({ name: label, value: text })),
});
const bucket = (le: string, value: number, entity = "a") =>
  line("request_latency_ms_bucket", value, { le, served_entity: entity });

test("counts of several served entities are added up, and what is not counted is not zero", () => {
  const counts = countsOf([
    line("request_count_total", 3, { served_entity: "a" }),
    line("request_count_total", 4, { served_entity: "b" }),
    line("request_5xx_count_total", 0),
  ]);
  expect([counts.calls, counts.refused, counts.failed]).toEqual([7, null, 0]);
  expect(countsOf([])).toEqual({
    calls: null,
    refused: null,
    failed: null,
    half: null,
    most: null,
    others: [],
  });
});

test("waiting times are as exact as the buckets are", () => {
  const counts = countsOf([
    bucket("100", 4),
    bucket("1000", 8),
    bucket("+Inf", 10),
    bucket("100", 1, "b"),
    bucket("1000", 1, "b"),
    bucket("+Inf", 1, "b"),
  ]);
  expect(boundWords(counts.half)).toBe("up to 1 s");
  expect(boundWords(counts.most)).toBe("more than 1 s");
  expect(boundWords(countsOf([bucket("+Inf", 0)]).half)).toBe("–");
});

test("everything else is shown by its name and labels", () => {
  const gpu = line("gpu_usage_percentage", 41.5, { endpoint_name: "chat", gpu: "gpu0" });
  const counts = countsOf([gpu, line("request_latency_ms_sum", 9), line("request_latency_ms_count", 9)]);
  expect(counts.others.map(metricWords)).toEqual(["gpu usage percentage, gpu0"]);
});

test("the bound found always holds at least the share asked for", () => {
  const steps = fc.array(fc.nat(50), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(steps, (added) => {
      let all = 0;
      const lines = added.map((more, at) => {
        all += more;
        return bucket(at === added.length - 1 ? "+Inf" : String((at + 1) * 10), all);
      });
      const { half } = countsOf(lines);
      if (all === 0) {
        expect(half).toBeNull();
        return;
      }
      const upTo = half?.upTo ?? null;
      const held = upTo === null ? all : (lines[upTo / 10 - 1]?.value ?? 0);
      expect(held).toBeGreaterThanOrEqual(all / 2);
    }),
  );
});

// The request state machine and what it does to a conversation.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnswerEvent } from "../ipc/bindings";
import { sampleFailure } from "../ipc/testing";
import {
  buttonOf,
  type Happening,
  IDLE,
  isRunning,
  NOTHING_ALONG,
  next,
  type Request,
  servedBefore,
  shownAnswer,
  turnFor,
  withAnswer,
  withShown,
} from "./model";
import { answer, chat, turn } from "./testing";

const placed = { ...NOTHING_ALONG, prompt: "Hello", editOf: null };
const question = { ...placed, askId: 1, turnId: null, typed: "Hello", askedAt: 1000 };
const started: AnswerEvent = {
  kind: "started",
  turnId: "t1",
  answer: answer({ id: "a1", outcome: "waiting" }),
};
const text = (seq: number, answerId = "a1"): AnswerEvent => ({ kind: "text", answerId, seq, text: "x" });
const event = (of: AnswerEvent, at = 1500, askId = 1): Happening => ({ kind: "event", askId, event: of, at });
const run = (...happenings: Happening[]): Request => happenings.reduce(next, IDLE);
const ask: Happening = { kind: "ask", question };

describe("a request", () => {
  it("goes from idle over waiting and streaming to ended", () => {
    expect(run(ask).phase).toBe("waiting");
    expect(run(ask, event(started)).phase).toBe("waiting");
    expect(run(ask, event(started), event(text(0))).phase).toBe("streaming");
    const finished: AnswerEvent = { kind: "finished", turnId: "t1", answer: answer({ id: "a1" }) };
    expect(run(ask, event(started), event(text(0)), event(finished))).toMatchObject({
      phase: "ended",
      failure: null,
    });
  });

  it("measures the first word from the moment of asking", () => {
    expect(run(ask, event(started), event(text(0), 1400), event(text(1), 1900))).toMatchObject({
      firstWordMs: 400,
    });
  });

  it("ignores words of another answer, repeated words and words after stopping", () => {
    const streaming = run(ask, event(started), event(text(3)));
    expect(next(streaming, event(text(4, "other")))).toBe(streaming);
    expect(next(streaming, event(text(3)))).toBe(streaming);
    expect(next(streaming, event(text(4), 1600, 7))).toBe(streaming);
    const stopping = next(streaming, { kind: "stop" });
    expect(next(stopping, event(text(4)))).toBe(stopping);
  });

  it("counts reasoning and text apart", () => {
    const thinking: AnswerEvent = { kind: "reasoning", answerId: "a1", seq: 5, text: "hm" };
    expect(run(ask, event(started), event(thinking), event(text(0)))).toMatchObject({
      reasoningSeq: 5,
      textSeq: 0,
    });
  });

  it("learns the answer's name while stopping, so that the stop can still be sent", () => {
    expect(run(ask, { kind: "stop" }, event(started))).toMatchObject({ phase: "stopping", answerId: "a1" });
  });

  it("refuses a second question while one runs, and takes one after it ended", () => {
    const waiting = run(ask);
    expect(next(waiting, ask)).toBe(waiting);
    const refused: Happening = { kind: "refused", askId: 1, failure: sampleFailure() };
    expect(run(ask, refused)).toMatchObject({ phase: "ended", answer: null });
    expect(run(ask, refused, { kind: "ask", question: { ...question, askId: 2 } })).toMatchObject({
      phase: "waiting",
    });
  });

  it("has one button, derived from the phase only", () => {
    expect(buttonOf(IDLE)).toBe("send");
    expect(buttonOf(run(ask))).toBe("stop");
    expect(buttonOf(run(ask, event(started), event(text(0))))).toBe("stop");
    expect(buttonOf(run(ask, { kind: "stop" }))).toBe("stopping");
    expect(buttonOf(run(ask, { kind: "settled", askId: 1, answer: answer({}) }))).toBe("send");
  });

  it("never comes back to life after it ended, whatever arrives late", () => {
    const late = fc.constantFrom<Happening>(
      event(started),
      event(text(9)),
      event({ kind: "finished", turnId: "t1", answer: answer({ id: "a1" }) }),
      { kind: "stop" },
      { kind: "settled", askId: 1, answer: answer({}) },
      { kind: "refused", askId: 1, failure: sampleFailure() },
    );
    fc.assert(
      fc.property(fc.array(late, { maxLength: 12 }), (happenings) => {
        const done = run(ask, { kind: "settled", askId: 1, answer: answer({ id: "a1" }) });
        expect(happenings.reduce(next, done)).toBe(done);
      }),
    );
  });

  it("always ends when the command settles, in whatever order the rest came", () => {
    const anything = fc.constantFrom<Happening>(
      event(started),
      event(text(1)),
      event(text(0)),
      { kind: "stop" },
      event(text(2, "zz")),
    );
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 12 }), (happenings) => {
        const before = happenings.reduce(next, run(ask));
        expect(isRunning(before)).toBe(true);
        expect(next(before, { kind: "settled", askId: 1, answer: answer({}) }).phase).toBe("ended");
      }),
    );
  });
});

describe("a conversation", () => {
  it("gains a turn with its first answer, and a version with each further one", () => {
    const one = withAnswer(chat({}), "t1", placed, answer({ id: "a1" }));
    expect(one.turns).toHaveLength(1);
    const two = withAnswer(one, "t1", placed, answer({ id: "a2", text: "other" }));
    expect(two.turns[0]?.answers.map((each) => each.id)).toEqual(["a1", "a2"]);
    const three = withAnswer(two, "t1", placed, answer({ id: "a2", text: "done" }));
    expect(three.turns[0]?.answers.map((each) => each.text)).toEqual([
      one.turns[0]?.answers[0]?.text,
      "done",
    ]);
  });

  it("shows the newest version until another one is chosen, and a further one again", () => {
    const one = withAnswer(chat({}), "t1", placed, answer({ id: "a1" }));
    const two = withAnswer(one, "t1", placed, answer({ id: "a2" }));
    expect(shownAnswer(two.turns[0])?.id).toBe("a2");
    const chosen = withShown(two, "t1", "a1");
    expect(shownAnswer(chosen.turns[0])?.id).toBe("a1");
    const grown = withAnswer(chosen, "t1", placed, answer({ id: "a2", text: "more" }));
    expect(shownAnswer(grown.turns[0])?.id).toBe("a1");
    expect(shownAnswer(withAnswer(grown, "t1", placed, answer({ id: "a3" })).turns[0])?.id).toBe("a3");
  });

  it("branches beside an earlier turn: what came before stays, what followed is another path", () => {
    const before = chat({
      turns: [turn("t1", "a", answer({})), turn("t2", "b", answer({})), turn("t3", "c", answer({}))],
    });
    const edited = withAnswer(before, "t4", { ...placed, prompt: "B", editOf: "t2" }, answer({ id: "a9" }));
    expect(edited.turns.map((one) => one.id)).toEqual(["t1", "t4"]);
    expect(edited.turns[1]).toMatchObject({
      prompt: "B",
      parent: "t1",
      branches: { at: 1, of: 2, turns: ["t2", "t4"] },
    });
    const first = withAnswer(before, "t5", { ...placed, editOf: "t1" }, answer({}));
    expect(first.turns.map((one) => [one.id, one.parent])).toEqual([["t5", null]]);
  });

  it("takes the same words after a failure as a further try of the same turn", () => {
    const failed = chat({ turns: [turn("t1", "Hello", answer({ text: "", outcome: "failed" }))] });
    expect(turnFor(failed, "Hello")).toBe("t1");
    expect(turnFor(failed, "Hello there")).toBeNull();
    expect(turnFor(chat({ turns: [turn("t1", "Hello", answer({}))] }), "Hello")).toBeNull();
    expect(turnFor(chat({}), "Hello")).toBeNull();
  });

  it("knows who answered before, past turns that failed", () => {
    const turns = [
      turn("t1", "a", answer({ servedBy: "gpt" })),
      turn("t2", "b", answer({ servedBy: null, outcome: "failed" })),
      turn("t3", "c", answer({ servedBy: "claude" })),
    ];
    expect(servedBefore(turns, 2)).toBe("gpt");
    expect(servedBefore(turns, 0)).toBeNull();
  });
});

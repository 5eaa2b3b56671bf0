// One call as it was: how it went, where the time went, what it cost, what was sent. For people who want to know, and for
// those who help them. The whole request and response are in RawDialog.
import { useQuery } from "@tanstack/react-query";
import type { Answer, Breakdown, Chat } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { CodeBlock } from "../kit/CodeBlock";
import { CopyButton } from "../kit/CopyButton";
import { FailureNote } from "../kit/FailureNote";
import { callOf, rawQuery } from "./queries";
import styles from "./Side.module.css";
import { count, finishWords, outcomeWords, pace, prettySent, priceMissing, seconds, sentBody } from "./words";

type Fact = { name: string; value: string; mono?: boolean; failed?: boolean } | null;

type Props = { chat: Chat; answer: Answer | null; onRaw: (answer: Answer) => void };

export function LastCall({ chat, answer, onRaw }: Props) {
  if (answer === null)
    return (
      <p className={styles.quiet}>
        Nothing has been asked here yet. Each call shows here what was sent and what came back.
      </p>
    );
  return (
    <div className={styles.sections}>
      <section>
        <h2>What came back</h2>
        <Facts facts={backFacts(answer)} />
        {answer.requestId !== null && (
          <span className={styles.copyId}>
            <CopyButton text={answer.requestId} label="Copy the request id" />
          </span>
        )}
      </section>
      {answer.breakdown && <Times breakdown={answer.breakdown} />}
      <Sent chat={chat} answer={answer} onRaw={onRaw} />
    </div>
  );
}

function Sent({ chat, answer, onRaw }: { chat: Chat; answer: Answer; onRaw: (answer: Answer) => void }) {
  const ended = answer.outcome !== "waiting" && answer.outcome !== "streaming";
  const raw = useQuery({ ...rawQuery(callOf(answer)), enabled: ended });
  return (
    <section>
      <h2>What was sent</h2>
      {answer.fromCache && (
        <p className={styles.quiet}>
          Nothing, this time: the answer came from the cache of this computer. This is what was sent when it
          was kept.
        </p>
      )}
      {raw.error && <FailureNote failure={raw.error} />}
      {raw.data && (
        <>
          <Facts facts={sentFacts(chat, raw.data.sent)} />
          <CodeBlock
            text={prettySent(raw.data.sent)}
            label="The body that was sent"
            language="json"
            maxHeight={220}
          />
        </>
      )}
      {ended && (
        <span>
          <Button size="s" icon="terminal" onClick={() => onRaw(answer)}>
            Request and response
          </Button>
        </span>
      )}
    </section>
  );
}

const PARTS = [
  ["connectMs", "Connecting"],
  ["waitingMs", "Databricks and provider"],
  ["gatewayMs", "Gateway"],
  ["providerMs", "Provider, to the first word"],
  ["generationMs", "Writing"],
] as const;

/** Where the time went, as far as it could be measured. */
function Times({ breakdown }: { breakdown: Breakdown }) {
  const known = PARTS.flatMap(([key, name]) => {
    const ms = breakdown[key];
    return ms === null || ms === undefined ? [] : [{ name, ms }];
  });
  const longest = Math.max(1, ...known.map((part) => part.ms));
  return (
    <section>
      <h2>Where the time went</h2>
      {known.length > 0 && (
        <dl className={styles.times}>
          {known.map(({ name, ms }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {ms < 100 ? `${Math.round(ms)} ms` : seconds(ms)}
                <span className={styles.bar} style={{ width: `${Math.max(1, (ms / longest) * 100)}%` }} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className={styles.quiet}>{breakdown.sentence}</p>
    </section>
  );
}

function sentFacts(chat: Chat, sent: string): Fact[] {
  const body = sentBody(sent);
  const number = (name: string) => (typeof body?.[name] === "number" ? String(body[name]) : null);
  const length = number("max_tokens") ?? number("max_completion_tokens");
  return [
    { name: "Asked", value: chat.entity === null ? chat.endpoint : `${chat.entity}, directly` },
    { name: "Creativity", value: number("temperature") ?? "as the model decides" },
    { name: "Length", value: length === null ? "as the model decides" : `${count(Number(length))} tokens` },
    { name: "Streaming", value: body?.stream === true ? "on" : "off" },
  ];
}

function backFacts(answer: Answer): Fact[] {
  const { promptTokens, completionTokens, reasoningTokens, estimatedTokens, cost } = answer;
  const sign = estimatedTokens ? "≈ " : "";
  const tokens = (n: number | null, name: string): Fact =>
    n === null ? null : { name, value: `${sign}${count(n)}` };
  const speed = pace(answer);
  return [
    { name: "Outcome", value: outcomeWords(answer), failed: answer.outcome === "failed" },
    answer.servedBy === null ? null : { name: "Answered by", value: answer.servedBy },
    answer.model === null ? null : { name: "Model", value: answer.model },
    answer.finishReason === null ? null : { name: "Ended", value: finishWords(answer.finishReason) },
    answer.totalMs === null ? null : { name: "Time", value: seconds(answer.totalMs) },
    answer.firstWordMs === null ? null : { name: "First word", value: seconds(answer.firstWordMs) },
    speed === null ? null : { name: "Pace", value: `${sign}${count(Math.round(speed))} tokens a second` },
    tokens(promptTokens, "Tokens in"),
    tokens(answer.cachedTokens, "Of these cached"),
    tokens(completionTokens, "Tokens out"),
    tokens(reasoningTokens, "Thinking"),
    promptTokens === null && completionTokens === null ? { name: "Tokens", value: "not reported" } : null,
    cost === null ? null : { name: "Price", value: `${cost.words}, after ${cost.source}` },
    priceMissing(answer) ? { name: "Price", value: "not known" } : null,
    answer.requestId === null ? null : { name: "Request", value: answer.requestId, mono: true },
    { name: "Our mark", value: answer.clientRequestId, mono: true },
    { name: "At", value: new Date(answer.startedAt).toLocaleTimeString("en-GB") },
  ];
}

function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact.name}>
              <dt>{fact.name}</dt>
              <dd className={fact.mono ? styles.mono : undefined} data-failed={fact.failed || undefined}>
                {fact.value}
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}

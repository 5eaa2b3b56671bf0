// One call as it was: what was sent, what came back. For people who want to know, and for those who help them.
import type { Answer, Chat } from "../ipc/bindings";
import { CodeBlock } from "../kit/CodeBlock";
import { CopyButton } from "../kit/CopyButton";
import styles from "./Side.module.css";
import { count, finishWords, outcomeWords, prettySent, seconds, sentBody } from "./words";

type Fact = { name: string; value: string; mono?: boolean; failed?: boolean } | null;

export function LastCall({ chat, answer }: { chat: Chat; answer: Answer | null }) {
  if (answer === null)
    return (
      <p className={styles.quiet}>
        Nothing has been asked here yet. Each call shows here what was sent and what came back.
      </p>
    );
  return (
    <div className={styles.sections}>
      <section>
        <h2>What was sent</h2>
        <Facts facts={sentFacts(chat, answer)} />
        <CodeBlock
          text={prettySent(answer.sent)}
          label="The body that was sent"
          language="json"
          maxHeight={220}
        />
      </section>
      <section>
        <h2>What came back</h2>
        <Facts facts={backFacts(answer)} />
        {answer.requestId !== null && (
          <span className={styles.copyId}>
            <CopyButton text={answer.requestId} label="Copy the request id" />
          </span>
        )}
      </section>
    </div>
  );
}

function sentFacts(chat: Chat, answer: Answer): Fact[] {
  const body = sentBody(answer.sent);
  const number = (name: string) => (typeof body?.[name] === "number" ? String(body[name]) : null);
  const length = number("max_tokens");
  return [
    { name: "Asked", value: chat.entity === null ? chat.endpoint : `${chat.entity}, directly` },
    { name: "Creativity", value: number("temperature") ?? "as the model decides" },
    { name: "Length", value: length === null ? "as the model decides" : `${count(Number(length))} tokens` },
    { name: "Streaming", value: body?.stream === true ? "on" : "off" },
  ];
}

function backFacts(answer: Answer): Fact[] {
  const { promptTokens, completionTokens, reasoningTokens, estimatedTokens } = answer;
  const sign = estimatedTokens ? "≈ " : "";
  const tokens = (n: number | null, name: string): Fact =>
    n === null ? null : { name, value: `${sign}${count(n)}` };
  return [
    { name: "Outcome", value: outcomeWords(answer), failed: answer.outcome === "failed" },
    answer.servedBy === null ? null : { name: "Answered by", value: answer.servedBy },
    answer.finishReason === null ? null : { name: "Ended", value: finishWords(answer.finishReason) },
    answer.totalMs === null ? null : { name: "Time", value: seconds(answer.totalMs) },
    answer.firstWordMs === null ? null : { name: "First word", value: seconds(answer.firstWordMs) },
    tokens(promptTokens, "Tokens in"),
    tokens(completionTokens, "Tokens out"),
    tokens(reasoningTokens, "Thinking"),
    promptTokens === null && completionTokens === null ? { name: "Tokens", value: "not reported" } : null,
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

// A call as it went over the wire: headers and bodies, both ways. The sign-in is never among the headers; the core leaves
// it out. Text only.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Answer, RawCall } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { CodeBlock } from "../kit/CodeBlock";
import { Dialog } from "../kit/Dialog";
import { FailureCard } from "../kit/FailureCard";
import { RelativeTime } from "../kit/RelativeTime";
import { Segmented } from "../kit/Segmented";
import { Pulse } from "../kit/Spinner";
import { clean } from "./markdown/clean";
import { callOf, rawQuery } from "./queries";
import styles from "./Side.module.css";
import { prettySent } from "./words";

/** What a low window leaves, so that only the body scrolls and not the dialog around it too. */
const ROOM = "max(140px, min(320px, calc(100vh - 452px)))";

export function RawDialog({ answer, onClose }: { answer: Answer; onClose: () => void }) {
  const raw = useQuery(rawQuery(callOf(answer)));
  const [side, setSide] = useState<"request" | "response">("request");
  return (
    <Dialog
      open
      onClose={onClose}
      title="Request and response"
      width={820}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <div className={styles.raw}>
        {answer.fromCache && (
          <p className={styles.quiet}>
            Nothing was sent for this answer: it came from the cache of this computer.{" "}
            {raw.data && answer.fromCache.answerId ? (
              <>
                This is the call it was kept from, <RelativeTime ms={answer.fromCache.at} />.
              </>
            ) : (
              !raw.isPending && "The call it was kept from is not here any more."
            )}
          </p>
        )}
        <Segmented
          label="Which way"
          value={side}
          onChange={setSide}
          options={[
            { value: "request", label: "Request" },
            { value: "response", label: "Response" },
          ]}
        />
        {raw.isPending && <Pulse lines={4} label="Reading the call" />}
        {raw.error && <FailureCard failure={raw.error} compact />}
        {raw.data && (side === "request" ? <RequestOf raw={raw.data} /> : <ResponseOf raw={raw.data} />)}
      </div>
    </Dialog>
  );
}

function RequestOf({ raw }: { raw: RawCall }) {
  return (
    <>
      <p className={styles.mono}>
        {raw.method} {clean(raw.path)}
      </p>
      <Headers of="request" headers={raw.requestHeaders} />
      <CodeBlock text={clean(prettySent(raw.sent))} label="Body of the request" maxHeight={ROOM} />
      <p className={styles.quiet}>The sign-in goes along as a header that is not kept and not shown.</p>
    </>
  );
}

function ResponseOf({ raw }: { raw: RawCall }) {
  const data = raw.received.trimStart().startsWith("{");
  return (
    <>
      <p className={styles.mono}>{raw.status === null ? "No answer came" : `Status ${raw.status}`}</p>
      <Headers of="response" headers={raw.responseHeaders} />
      {raw.received !== "" && (
        <CodeBlock
          text={clean(data ? prettySent(raw.received) : events(raw.received))}
          language={data ? "json" : "plain"}
          label="Body of the response"
          maxHeight={ROOM}
        />
      )}
    </>
  );
}

/** Events one under the other: the empty line after each only takes room. */
const events = (received: string): string => received.replace(/(?:\r?\n){2,}/gu, "\n").trimEnd();

function Headers({ of, headers }: { of: string; headers: readonly (readonly [string, string])[] }) {
  if (headers.length === 0) return null;
  return (
    <CodeBlock
      text={headers.map(([name, value]) => clean(`${name}: ${value}`)).join("\n")}
      language="plain"
      label={`Headers of the ${of}`}
      maxHeight={160}
    />
  );
}

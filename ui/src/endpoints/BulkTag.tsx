// Sets tags of many endpoints, or takes them away: what to write, then what became of each. Loaded by MarkBar.tsx.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type BulkResult, commands, type Failure } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { changedBy } from "../ipc/freshness";
import { channel } from "../ipc/host";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { Field } from "../kit/Field";
import { TextInput } from "../kit/TextInput";
import styles from "./Bulk.module.css";
import { counted } from "./model";

const OUTCOMES: Record<BulkResult["outcome"], string> = {
  done: "Written",
  unchanged: "Was so already",
  failed: "Not written",
};

type Props = { names: string[]; onClose: () => void };

export function BulkTag({ names, onClose }: Props) {
  const client = useQueryClient();
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const [remove, setRemove] = useState("");
  const [results, setResults] = useState<BulkResult[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = async (only: string[]): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const before = results ?? [];
    const kept = before.filter((one) => !only.includes(one.name));
    const hear = (result: BulkResult): void =>
      setResults((now) => [...(now ?? kept).filter((one) => one.name !== result.name), result]);
    try {
      const add =
        key.trim() === "" && value.trim() === "" ? [] : [{ key, value: value === "" ? null : value }];
      const keys = remove.split(",").filter((one) => one.trim() !== "");
      const all = await unwrap(commands.endpointsBulkTag(only, add, keys, channel(hear)));
      setResults([...kept, ...all]);
      changedBy(client, "endpoints_bulk_tag");
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  const failed = (results ?? []).filter((one) => one.outcome === "failed").map((one) => one.name);
  const wrong = failure?.kind === "invalid" ? failure.fields[0]?.message : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      busy={busy}
      width={560}
      title={`Change tags of ${counted(names.length, "endpoint", "endpoints")}`}
      actions={
        <>
          <Button onClick={onClose} disabledReason={busy ? "It is still writing." : null}>
            Close
          </Button>
          {results && !busy && failed.length > 0 && (
            <Button variant="primary" onClick={() => void run(failed)}>
              {`Try ${failed.length} again`}
            </Button>
          )}
          {!results && (
            <Button variant="primary" busy={busy} busyLabel="Writing" onClick={() => void run(names)}>
              Write the tags
            </Button>
          )}
        </>
      }
    >
      {results === null ? (
        <div className={styles.form}>
          <div className={styles.pair}>
            <Field label="Set the tag" verdict={wrong ? { tone: "wrong", text: wrong } : null}>
              <TextInput value={key} onChange={setKey} placeholder="cost-center" autoFocus />
            </Field>
            <Field label="to" optional>
              <TextInput value={value} onChange={setValue} placeholder="4711" />
            </Field>
          </div>
          <Field
            label="Remove the tags"
            optional
            help="Keys with commas between. Their values do not matter."
          >
            <TextInput value={remove} onChange={setRemove} />
          </Field>
          <p className={styles.say}>
            Each endpoint is read first and written only where it differs. One that refuses stops no other.
            All of it stands in Activity.
          </p>
          {failure && !wrong && <FailureNote failure={failure} />}
        </div>
      ) : (
        <Results names={names} results={results} />
      )}
    </Dialog>
  );
}

function Results({ names, results }: { names: string[]; results: BulkResult[] }) {
  const of = new Map(results.map((one) => [one.name, one]));
  return (
    <>
      <p role="status" className={styles.say}>
        {results.length < names.length
          ? `${results.length} of ${names.length} done`
          : `${counted(results.filter((one) => one.outcome !== "failed").length, "endpoint is", "endpoints are")} as wanted.`}
      </p>
      <ul className={styles.results} aria-label="What became of each">
        {names.map((name) => {
          const one = of.get(name);
          return (
            <li key={name} data-outcome={one?.outcome}>
              <span className={styles.who}>{name}</span>
              <span>{one ? OUTCOMES[one.outcome] : "Waiting"}</span>
              {one?.explanation && (
                <span className={styles.why}>{`${one.explanation.title}. ${one.explanation.cause}`}</span>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

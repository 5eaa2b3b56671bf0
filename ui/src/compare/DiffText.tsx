// An answer against the baseline: words added and left out, or field by field where both are JSON. The text is drawn as it
// is; Markdown stays unread, because a difference may lie in its signs.
import { useMemo } from "react";
import styles from "./Compare.module.css";
import { diffWords } from "./diff";
import { diffJson, type JsonDiff, placeOf } from "./jsonDiff";

export function DiffText({ before, after }: { before: string; after: string }) {
  const json = useMemo(() => diffJson(before, after), [before, after]);
  return json ? <Fields diff={json} /> : <Text before={before} after={after} />;
}

function Text({ before, after }: { before: string; after: string }) {
  const pieces = useMemo(() => diffWords(before.trimEnd(), after.trimEnd()), [before, after]);
  return (
    <div className={styles.diff} data-selectable>
      {pieces.map((piece, at) => {
        const key = `${at}`;
        if (piece.kind === "added") return <ins key={key}>{piece.text}</ins>;
        if (piece.kind === "left") return <del key={key}>{piece.text}</del>;
        return <span key={key}>{piece.text}</span>;
      })}
    </div>
  );
}

const WORDS = { added: "added", left: "left out", changed: "changed" };

function Fields({ diff }: { diff: JsonDiff }) {
  if (diff.changes.length === 0) return <p className={styles.quiet}>The same JSON as the baseline.</p>;
  return (
    <table className={styles.fields}>
      <caption>Differences of the JSON from the baseline</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Baseline</th>
          <th scope="col">Here</th>
        </tr>
      </thead>
      <tbody>
        {diff.changes.map((change) => {
          const place = placeOf(change.steps);
          return (
            <tr key={place}>
              <th scope="row">
                {place} <small>{WORDS[change.kind]}</small>
              </th>
              <td>{change.before !== null && <del>{change.before}</del>}</td>
              <td>{change.after !== null && <ins>{change.after}</ins>}</td>
            </tr>
          );
        })}
      </tbody>
      {diff.more && (
        <tfoot>
          <tr>
            <td colSpan={3}>More differences than fit here.</td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

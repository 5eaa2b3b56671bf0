// An answer against the baseline: words added and left out, or field by field where both are JSON. Compared is what a person
// reads, without Markdown's signs; only where nothing else differs, the signs are what is shown.
import { useMemo } from "react";
import { plainText } from "../playground";
import styles from "./Compare.module.css";
import { diffWords, type Piece } from "./diff";
import { diffJson, type JsonDiff, placeOf } from "./jsonDiff";

export function DiffText({ before, after }: { before: string; after: string }) {
  const json = useMemo(() => diffJson(before, after), [before, after]);
  return json ? <Fields diff={json} /> : <Text before={before} after={after} />;
}

function Text({ before, after }: { before: string; after: string }) {
  const paragraphs = useMemo(() => {
    const read = [plainText(before), plainText(after)] as const;
    const [one, other] = read[0] === read[1] ? [before, after] : read;
    return paragraphsOf(diffWords(one.trimEnd(), other.trimEnd()));
  }, [before, after]);
  return (
    <div className={styles.diff} data-selectable>
      {paragraphs.map((pieces, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text, which never change places.
        <p key={at}>
          {pieces.map((piece, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above.
            <Marked key={place} piece={piece} />
          ))}
        </p>
      ))}
    </div>
  );
}

function Marked({ piece }: { piece: Piece }) {
  if (piece.kind === "added") return <ins>{piece.text}</ins>;
  if (piece.kind === "left") return <del>{piece.text}</del>;
  return <span>{piece.text}</span>;
}

/** Cut at empty lines, so that paragraphs stand as they do beside it. */
function paragraphsOf(pieces: Piece[]): Piece[][] {
  const paragraphs: Piece[][] = [[]];
  for (const piece of pieces) {
    for (const [at, text] of piece.text.split(/\n{2,}/).entries()) {
      if (at > 0) paragraphs.push([]);
      if (text !== "") paragraphs.at(-1)?.push({ ...piece, text });
    }
  }
  return paragraphs.filter((paragraph) => paragraph.length > 0);
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

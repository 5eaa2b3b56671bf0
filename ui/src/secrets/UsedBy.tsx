// The endpoints that use a key, with the served entities in each and, once asked, whether each of them answered. Used by
// the key panel and the panel after storing.
import { Link } from "@tanstack/react-router";
import { CodeWords } from "../kit/CodeWords";
import { Glyph } from "../kit/Icon";
import { MiddleEllipsis } from "../kit/MiddleEllipsis";
import { Spinner } from "../kit/Spinner";
import { duration } from "../kit/time";
import { usedBy } from "./model";
import styles from "./Panel.module.css";
import { type Proven, proofKey } from "./proving";
import type { Use } from "./types";

type Props = { uses: Use[]; proofs?: Record<string, Proven> };

export function UsedBy({ uses, proofs = {} }: Props) {
  return (
    <ul className={styles.uses} aria-label="Used by">
      {usedBy(uses).map(({ endpoint, entities }) => (
        <li key={endpoint}>
          <Link to="/endpoints/$name" params={{ name: endpoint }} className={styles.useLink}>
            <MiddleEllipsis text={endpoint} />
          </Link>
          {entities.map(({ entity, fields }) => {
            const proven = proofs[proofKey(endpoint, entity)];
            return (
              <div key={entity} className={styles.entity}>
                <span className={styles.entityName} title={`${entity}: ${fields.join(", ")}`}>
                  {entity} <code>{fields.join(", ")}</code>
                </span>
                {proven && <Said proven={proven} />}
                {proven?.state === "failed" && proven.explanation && (
                  <p className={styles.why}>
                    <b>
                      <CodeWords text={proven.explanation.title} />
                    </b>{" "}
                    <CodeWords text={proven.explanation.cause} />{" "}
                    <CodeWords text={proven.explanation.whoCanFix} />
                  </p>
                )}
              </div>
            );
          })}
        </li>
      ))}
    </ul>
  );
}

function Said({ proven }: { proven: Proven }) {
  if (proven.state === "running") return <Spinner label="Asking" size={12} />;
  if (proven.state === "works")
    return (
      <span className={styles.works}>
        <Glyph name="ready" size={12} />
        works, {duration(proven.milliseconds)}
      </span>
    );
  return (
    <span className={styles.fails}>
      <Glyph name="failed" size={12} />
      does not work
    </span>
  );
}

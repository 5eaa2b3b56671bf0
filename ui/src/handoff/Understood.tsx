// What was understood of an imported text: the endpoint in a few lines, what stays behind, what is still to be corrected.
import type { EndpointDraft, HandoffImport } from "../ipc/bindings";
import { CodeWords } from "../kit/CodeWords";
import { Icon } from "../kit/Icon";
import styles from "./ImportDialog.module.css";
import { entitiesInWords, problemsInWords } from "./understood";

export function Understood({ found, draft }: { found: HandoffImport; draft: EndpointDraft }) {
  const problems = problemsInWords(draft, found.problems);
  return (
    <section className={styles.found} aria-label="What was understood" aria-live="polite">
      <p className={styles.format}>
        <Icon name="check" size={14} />
        {found.format}
      </p>
      <dl className={styles.facts}>
        <dt>Name</dt>
        <dd className={styles.mono}>{draft.name === "" ? "to be filled in" : draft.name}</dd>
        <dt>Serves</dt>
        <dd>{entitiesInWords(draft)}</dd>
        {draft.entities.map((entity) => (
          <Entity key={`${entity.name} ${entity.model}`} name={entity.name} model={entity.model} />
        ))}
      </dl>
      <Lines title="What stays behind" lines={found.notes} />
      <Lines title="To do in the next steps" lines={problems} />
    </section>
  );
}

function Entity({ name, model }: { name: string; model: string }) {
  return (
    <>
      <dt className={styles.mono}>{name === "" ? "no name" : name}</dt>
      <dd className={styles.mono}>{model}</dd>
    </>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div>
      <h3 className={styles.title}>{title}</h3>
      <ul className={styles.lines}>
        {lines.map((line) => (
          <li key={line}>
            <CodeWords text={line} />
          </li>
        ))}
      </ul>
    </div>
  );
}

// The third column of the create flow: what the chosen provider asks for, later the summary and the JSON as it would be
// sent. At 960 px the same stands in a drawer. Used by Page.tsx.
import type { Provider } from "../../ipc/bindings";
import { CodeBlock } from "../../kit/CodeBlock";
import { FailureNote } from "../../kit/FailureNote";
import { Icon } from "../../kit/Icon";
import { LinkButton } from "../../kit/LinkButton";
import { ProviderMark } from "../../kit/ProviderMark";
import { Swatch, swatchIndex } from "../../kit/Swatch";
import { useWorkspace } from "../../shell/current";
import { taskWord } from "../model";
import styles from "./Create.module.css";
import { FieldNote } from "./FieldNote";
import type { Flow, useReview } from "./flow";
import { focusFieldSoon } from "./focus";
import { secretCount } from "./model";
import { wrongLines } from "./preview";
import own from "./Side.module.css";
import { fieldId, inWords } from "./validate";

export function ProviderSide({ provider }: { provider: Provider | null }) {
  const workspace = useWorkspace();
  return (
    <div className={own.sidePad}>
      {provider ? (
        <>
          <div className={styles.inline}>
            <ProviderMark mark={provider.mark} />
            <div>
              <h3 className={styles.small}>{provider.name}</h3>
              <p className={styles.help}>{provider.tagline}</p>
            </div>
          </div>
          {provider.needs.length > 0 && (
            <div>
              <h4 className={styles.label}>Have these at hand</h4>
              <ul className={own.needs}>
                {provider.needs.map((need) => (
                  <li key={need.label}>
                    <Icon name="check" />
                    <span>
                      {need.label}
                      <small>{need.detail}</small>
                    </span>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </>
      ) : (
        <p className={styles.help}>Choose a provider to see what it asks for.</p>
      )}
      <FieldNote icon="lock">
        Keys go straight from the app into a <b>secret scope</b> of {workspace.name}. They are never written
        to a file here.
      </FieldNote>
    </div>
  );
}

export function Side({
  flow,
  review,
  onLeave,
}: {
  flow: Flow;
  review: ReturnType<typeof useReview>;
  onLeave?: () => void;
}) {
  const body = review.data?.body;
  return (
    <>
      <Summary flow={flow} {...(onLeave ? { onLeave } : {})} />
      <div className={own.code}>
        <div className={own.codeHead}>
          <b>JSON</b>
          <span className={styles.dim}>as it would be sent</span>
        </div>
        {review.isError && (
          <div className={own.sidePad}>
            <FailureNote failure={review.error} />
          </div>
        )}
        {body !== undefined && (
          <CodeBlock text={body} label="JSON as it would be sent" wrong={wrongLines(body, flow.shown)} />
        )}
      </div>
    </>
  );
}

function Summary({ flow, onLeave }: { flow: Flow; onLeave?: () => void }) {
  const { draft } = flow;
  const entity = draft.entities[flow.current];
  const secrets = secretCount(draft, flow.catalogue);
  const toFix = flow.shown.filter((problem) => problem.blocks).slice(0, 3);
  return (
    <dl className={own.summary}>
      <div>
        <dt>Endpoint</dt>
        <dd>{draft.name || <span className={styles.dim}>named in step 4</span>}</dd>
      </div>
      {draft.entities.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an entity of a draft has no other identity than its place
        <div key={index}>
          <dt>{index === 0 ? (draft.entities.length === 1 ? "Served entity" : "Served entities") : ""}</dt>
          <dd
            className={styles.inline}
            data-current={draft.entities.length > 1 && one === entity ? "" : undefined}
          >
            <Swatch index={one.share === 0 ? "standby" : swatchIndex(index)} />
            <span className={styles.cut} title={one.name}>
              {one.name || "No name yet"}
            </span>
            <span className={styles.dim}>{one.share} %</span>
          </dd>
        </div>
      ))}
      <div>
        <dt>Task</dt>
        <dd>
          {taskWord(draft.task)} <code className={styles.dim}>{draft.task}</code>
        </dd>
      </div>
      <div>
        <dt>Secrets</dt>
        <dd>{secretWords(secrets)}</dd>
      </div>
      {toFix.length > 0 && (
        <div>
          <dt>To fix</dt>
          <dd className={own.toFix}>
            {toFix.map((problem) => (
              <LinkButton
                key={`${problem.entity}-${problem.field}`}
                size="s"
                onClick={() => {
                  onLeave?.();
                  flow.goTo(problem.step, problem.entity ?? flow.current);
                  focusFieldSoon(fieldId(problem.entity, problem.field));
                }}
              >
                {inWords(problem)}
              </LinkButton>
            ))}
          </dd>
        </div>
      )}
    </dl>
  );
}

export function secretWords({ chosen, open }: { chosen: number; open: number }): string {
  if (chosen + open === 0) return "none needed";
  if (open === 0) return `${chosen} chosen`;
  return chosen === 0 ? `${open} to choose` : `${chosen} chosen, ${open} to choose`;
}

// What an endpoint is: one sentence, what is wrong or coming, the served entities with their settings and secrets, tags,
// gateway in words, addresses, counts, states seen, and the raw answer folded away. Read only. Used by Page.tsx.
import { Fragment, lazy, Suspense, useState } from "react";
import type { Endpoint, Entity, GatewayFlags } from "../../ipc/bindings";
import { Card } from "../../kit/Card";
import { CodeBlock } from "../../kit/CodeBlock";
import { CodeWords } from "../../kit/CodeWords";
import { Icon } from "../../kit/Icon";
import { LinkButton } from "../../kit/LinkButton";
import { MiniSplit } from "../../kit/MiniSplit";
import { ProviderMark } from "../../kit/ProviderMark";
import { RelativeTime } from "../../kit/RelativeTime";
import { Swatch, swatchIndex } from "../../kit/Swatch";
import { Tag } from "../../kit/Tag";
import { FieldNote } from "../create/FieldNote";
import { endpointSentence, isMoving, taskWord } from "../model";
import { Addresses } from "./Addresses";
import styles from "./Detail.module.css";
import { entityTone, gatewaySentences, permissionWords } from "./model";

const MetricsCard = lazy(async () => ({ default: (await import("../MetricsCard")).MetricsCard }));
const HistoryCard = lazy(async () => ({ default: (await import("../HistoryCard")).HistoryCard }));

export function Overview({ endpoint }: { endpoint: Endpoint }) {
  return (
    <div className={styles.overview}>
      <p className={styles.sentence}>{endpointSentence(endpoint)}</p>
      <News endpoint={endpoint} />
      <Card title="Served entities">
        {endpoint.entities.length > 0 ? (
          <>
            <div className={styles.split}>
              <MiniSplit
                shares={endpoint.entities.map((entity) => ({ entity: entity.name, percent: entity.share }))}
              />
            </div>
            <Entities entities={endpoint.entities} label="Served entities" />
          </>
        ) : (
          <p className={styles.quiet}>Nothing is served.</p>
        )}
      </Card>
      <div className={styles.pair}>
        <Card title="Gateway">
          <Gateway flags={endpoint.gateway} fallback={endpoint.fallback} />
        </Card>
        <Card title="About">
          <About endpoint={endpoint} />
        </Card>
      </div>
      <Addresses endpoint={endpoint} />
      <Suspense fallback={null}>
        <div className={styles.pair}>
          <MetricsCard name={endpoint.name} />
          <HistoryCard name={endpoint.name} />
        </div>
      </Suspense>
      <Raw endpoint={endpoint} />
    </div>
  );
}

function News({ endpoint }: { endpoint: Endpoint }) {
  const pending = endpoint.pending;
  const moving = isMoving(endpoint.state);
  const bad = endpoint.state === "failed" || endpoint.state === "notReady";
  if (!moving && !pending && !endpoint.reason) return null;
  return (
    <section className={styles.news} aria-label="What is happening">
      {moving && (
        <FieldNote icon="clock">
          {endpoint.state === "creating"
            ? "Databricks is setting it up. Calls fail until it is ready."
            : "Databricks is rolling out a change. Until it is done, everything below keeps answering as it is."}
        </FieldNote>
      )}
      {endpoint.reason && (
        <FieldNote tone={bad ? "failed" : "warning"}>
          <CodeWords text={endpoint.reason} />
        </FieldNote>
      )}
      {pending && pending.length > 0 && (
        <Card title={moving ? "Coming" : "The update that failed"}>
          <div className={styles.split}>
            <MiniSplit shares={pending.map((entity) => ({ entity: entity.name, percent: entity.share }))} />
          </div>
          <Entities
            entities={pending}
            label={moving ? "Coming served entities" : "Served entities of the failed update"}
          />
        </Card>
      )}
    </section>
  );
}

function Entities({ entities, label }: { entities: Entity[]; label: string }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (name: string): void =>
    setOpen((now) => new Set(now.has(name) ? [...now].filter((one) => one !== name) : [...now, name]));
  return (
    <table className={styles.entities} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Served entity</th>
          <th scope="col">Model</th>
          <th scope="col" className={styles.number}>
            Share
          </th>
          <th scope="col">State</th>
          <th scope="col" className={styles.secretsHead}>
            Secrets
          </th>
        </tr>
      </thead>
      <tbody>
        {entities.map((entity, index) => (
          <Fragment key={entity.name}>
            <tr>
              <td>
                <button
                  type="button"
                  className={styles.more}
                  aria-expanded={open.has(entity.name)}
                  onClick={() => toggle(entity.name)}
                >
                  <Icon name={open.has(entity.name) ? "chevronDown" : "chevronRight"} size={12} />
                  <Swatch index={entity.share === 0 ? "standby" : swatchIndex(index)} />
                  <span className={styles.cut} title={entity.name}>
                    {entity.name}
                  </span>
                </button>
              </td>
              <td>
                <span className={styles.inline}>
                  <ProviderMark mark={entity.mark} name={entity.providerName} />
                  <span className={styles.cut} title={entity.model}>
                    {entity.model}
                  </span>
                </span>
              </td>
              <td className={styles.number}>{entity.share === 0 ? "standby" : `${entity.share} %`}</td>
              <td>
                <span className={styles.state} data-tone={entityTone(entity.state)}>
                  {entity.state}
                </span>
              </td>
              <td className={styles.secrets}>
                {entity.secrets.length === 0 ? (
                  <span className={styles.quiet}>none shown</span>
                ) : (
                  entity.secrets.map((secret) => (
                    <code key={secret} className={styles.cut} title={secret}>
                      {secret}
                    </code>
                  ))
                )}
              </td>
            </tr>
            {entity.stateMessage && (
              <tr className={styles.said}>
                <td colSpan={5}>
                  <CodeWords text={entity.stateMessage} />
                </td>
              </tr>
            )}
            {open.has(entity.name) && (
              <tr className={styles.said}>
                <td colSpan={5}>
                  <Settings entity={entity} />
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Settings({ entity }: { entity: Entity }) {
  return (
    <dl className={styles.settings}>
      <div>
        <dt>Provider</dt>
        <dd>
          {entity.providerName} <code>{entity.provider}</code>
        </dd>
      </div>
      <div>
        <dt>Task</dt>
        <dd>{taskWord(entity.task)}</dd>
      </div>
      {entity.secrets.length > 0 && (
        <div>
          <dt>Secrets</dt>
          <dd>
            {entity.secrets.map((secret) => (
              <code key={secret}>{secret} </code>
            ))}
          </dd>
        </div>
      )}
      {entity.settings.map((line) => (
        <div key={line.field}>
          <dt>{line.label}</dt>
          <dd>
            {line.value} <code>{line.field}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Gateway({ flags, fallback }: { flags: GatewayFlags; fallback: boolean }) {
  return (
    <ul className={styles.gateway}>
      {gatewaySentences({ ...flags, fallback: flags.fallback || fallback }).map((line) => (
        <li key={line.label} data-on={line.on || undefined}>
          <Icon name={line.on ? "check" : "minus"} />
          <span>
            <b>{line.label}</b>
            {line.text}
          </span>
        </li>
      ))}
    </ul>
  );
}

function About({ endpoint }: { endpoint: Endpoint }) {
  return (
    <dl className={styles.about}>
      <div>
        <dt>Description</dt>
        <dd>{endpoint.description || <span className={styles.quiet}>none</span>}</dd>
      </div>
      <div>
        <dt>Tags</dt>
        <dd className={styles.tags}>
          {endpoint.tags.length === 0 ? (
            <span className={styles.quiet}>none</span>
          ) : (
            endpoint.tags.map((tag) => (
              <Tag key={tag.key}>{tag.value ? `${tag.key}: ${tag.value}` : tag.key}</Tag>
            ))
          )}
        </dd>
      </div>
      <div>
        <dt>You may</dt>
        <dd>{permissionWords(endpoint.permission)}</dd>
      </div>
      <div>
        <dt>Created</dt>
        <dd>
          <RelativeTime ms={endpoint.createdAt} never="not known" />
          {endpoint.creator ? ` by ${endpoint.creator}` : ""}
        </dd>
      </div>
      <div>
        <dt>Changed</dt>
        <dd>
          <RelativeTime ms={endpoint.changedAt} never="not known" />
        </dd>
      </div>
      {endpoint.configVersion !== null && (
        <div>
          <dt>Version</dt>
          <dd>{endpoint.configVersion}</dd>
        </div>
      )}
    </dl>
  );
}

function Raw({ endpoint }: { endpoint: Endpoint }) {
  const [open, setOpen] = useState(false);
  return (
    <section className={styles.raw}>
      <LinkButton size="s" onClick={() => setOpen(!open)}>
        {open ? "Hide what Databricks answered" : "Show what Databricks answered"}
      </LinkButton>
      {open && <CodeBlock text={endpoint.raw} label="What Databricks answered" maxHeight={420} />}
    </section>
  );
}

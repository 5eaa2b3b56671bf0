// Who may use the endpoint, who is told about updates, and its tags: shown, with the way to the edit. Read only; changing
// belongs to edit/. Shown by Page.tsx.
import { useQuery } from "@tanstack/react-query";
import type { AccessRow, Endpoint } from "../../ipc/bindings";
import { Button } from "../../kit/Button";
import { Card } from "../../kit/Card";
import { FailureCard } from "../../kit/FailureCard";
import { SheetBody } from "../../kit/Sheet";
import { Pulse } from "../../kit/Spinner";
import { Tag } from "../../kit/Tag";
import { useNextStep } from "../../shell/next";
import { Inherited, PrincipalLine } from "../edit/AccessPart";
import { editQuery } from "../edit/useEdit";
import { usePlaces } from "../places";
import styles from "./Detail.module.css";
import { permissionWords } from "./model";

export function AccessTab({ endpoint }: { endpoint: Endpoint }) {
  const query = useQuery(editQuery(endpoint.name));
  const places = usePlaces();
  const onNext = useNextStep({ tryAgain: () => void query.refetch(), reload: () => void query.refetch() });
  const may = endpoint.permission === "manage" || endpoint.permission === "unknown";
  const why = endpoint.readOnly ?? (may ? null : "Changing this needs CAN MANAGE on this endpoint.");
  const edit = (part: string) => (
    <Button size="s" icon="pencil" disabledReason={why} onClick={() => places.edit(endpoint.name, part)}>
      Change
    </Button>
  );
  if (!query.data)
    return (
      <SheetBody padded>
        {query.error ? <FailureCard failure={query.error} onNext={onNext} /> : <Pulse lines={6} />}
      </SheetBody>
    );
  const { live, accessProblem } = query.data;
  return (
    <SheetBody padded>
      <div className={styles.overview}>
        <p className={styles.sentence}>You may {permissionWords(endpoint.permission)}.</p>
        {live.access ? (
          <Card title="Who may use it" actions={edit("access")}>
            <Granted rows={live.access} />
          </Card>
        ) : (
          accessProblem && (
            <FailureCard failure={{ kind: "refused", explanation: accessProblem }} onNext={onNext} compact />
          )
        )}
        <div className={styles.pair}>
          <Card title="Who is told about updates" actions={edit("notifications")}>
            <dl className={styles.about}>
              <Told word="Went live" list={live.notifications.onSuccess} />
              <Told word="Failed" list={live.notifications.onFailure} />
            </dl>
          </Card>
          <Card title="Tags" actions={edit("tags")}>
            {live.tags.length === 0 ? (
              <p className={styles.quiet}>No tag yet.</p>
            ) : (
              <div className={styles.tags}>
                {live.tags.map((tag) => (
                  <Tag key={tag.key}>{tag.value ? `${tag.key}: ${tag.value}` : tag.key}</Tag>
                ))}
              </div>
            )}
          </Card>
        </div>
      </div>
    </SheetBody>
  );
}

function Granted({ rows }: { rows: readonly AccessRow[] }) {
  const own = rows.filter((row) => row.inherited === null);
  return (
    <div className={styles.granted}>
      {own.length === 0 ? (
        <p className={styles.quiet}>Nobody is granted anything on this endpoint itself.</p>
      ) : (
        <ul aria-label="Granted on this endpoint">
          {own.map((row) => (
            <li key={`${row.kind} ${row.principal} ${row.level}`}>
              <PrincipalLine row={row} />
            </li>
          ))}
        </ul>
      )}
      <Inherited rows={rows} />
    </div>
  );
}

function Told({ word, list }: { word: string; list: readonly string[] }) {
  return (
    <div>
      <dt>{word}</dt>
      <dd>{list.length === 0 ? <span className={styles.quiet}>nobody</span> : list.join(", ")}</dd>
    </div>
  );
}

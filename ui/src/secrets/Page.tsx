// The secrets room: head, what was interrupted, scopes at the left, the keys of one in the middle, one key or one task at
// the right; and what is shown while nothing is known, when there is nothing and when it cannot be read. Route /secrets.
import { useQuery } from "@tanstack/react-query";
import { WithRight } from "../access/Missing";
import { Button } from "../kit/Button";
import { EmptyState } from "../kit/EmptyState";
import { FailureCard } from "../kit/FailureCard";
import { IconButton } from "../kit/IconButton";
import { SheetBody, SheetHead } from "../kit/Sheet";
import { Pulse } from "../kit/Spinner";
import { useKey } from "../shell/keys";
import { useNextStep } from "../shell/next";
import { useWhere } from "./address";
import { KeyList } from "./KeyList";
import { Mark } from "./marks";
import { listed, type ScopeItem, scopesOf, totals, usesKnown, whyNotWrite } from "./model";
import { NewScope } from "./NewScope";
import { Note } from "./Note";
import { overviewOptions } from "./queries";
import styles from "./Room.module.css";
import { RotationBanners } from "./RotationBanners";
import { Scopes } from "./Scopes";
import { Side } from "./Side";
import type { Overview } from "./types";

export function Page() {
  const overview = useQuery(overviewOptions);
  const where = useWhere();
  const check = (): void => void overview.refetch();
  const onNext = useNextStep({ tryAgain: check, reload: check });
  const data = overview.data;
  const scopes = data ? scopesOf(data) : [];
  const item = chosenScope(scopes, where.scope);
  const takes = item && whyNotWrite(item) === null ? item : scopes.find((one) => whyNotWrite(one) === null);
  const add = (): void => where.go({ scope: (takes ?? item)?.name, task: "add", key: undefined });
  const newScope = (): void => where.go({ task: "scope", key: undefined });
  useKey("n", scopes.length === 0 ? newScope : add, { when: data !== undefined });
  useKey("r", check);
  return (
    <>
      <SheetHead
        title="Secrets"
        aside={data && <span className={styles.totals}>{totals(data)}</span>}
        actions={
          <>
            <IconButton label="Check now" icon="refresh" busy={overview.isFetching} onClick={check} />
            <WithRight right="createScopes">
              {(reason) => (
                <Button variant="quiet" icon="folder" disabledReason={reason} onClick={newScope}>
                  New scope
                </Button>
              )}
            </WithRight>
            <Button variant="primary" icon="plus" keyHint="N" onClick={scopes.length === 0 ? newScope : add}>
              Add a key
            </Button>
          </>
        }
      />
      {data !== undefined && (
        <RotationBanners
          looking={item && where.key && where.task === "rotate" ? `${item.name}/${where.key}` : null}
          onLook={(scope, key) => where.go({ scope, key, task: "rotate" })}
        />
      )}
      {data === undefined && overview.isError && (
        <SheetBody padded>
          <FailureCard failure={overview.error} onNext={onNext} />
        </SheetBody>
      )}
      {data === undefined && overview.isPending && (
        <div className={styles.loading} aria-busy="true">
          <Pulse lines={8} label="Reading scopes, keys and where they are used" />
        </div>
      )}
      {data !== undefined && (
        <>
          <Doubts overview={data} failed={overview.isError} onCheck={check} />
          {scopes.length === 0 ? (
            <NoScopes
              creating={where.task === "scope"}
              onNew={newScope}
              onClose={() => where.go({ task: undefined })}
            />
          ) : (
            <div className={styles.trio}>
              <Scopes
                scopes={scopes}
                current={item?.name}
                onChoose={(scope) => where.go({ scope, key: undefined, task: undefined })}
              />
              {item && (
                <>
                  <KeyList
                    key={item.name}
                    item={item}
                    scopes={scopes}
                    overview={data}
                    where={where}
                    onCheck={check}
                    onAdd={add}
                  />
                  <Side item={item} scopes={scopes} overview={data} where={where} />
                </>
              )}
            </div>
          )}
        </>
      )}
    </>
  );
}

/** The one the address names, however it is written; else the first in which something is missing; else the first. */
function chosenScope(scopes: ScopeItem[], name: string | undefined): ScopeItem | undefined {
  const wanted = name?.toLowerCase();
  return (
    scopes.find((one) => one.name.toLowerCase() === wanted) ??
    scopes.find((one) => one.missing > 0) ??
    scopes[0]
  );
}

/** What may be wrong about everything below: an old reading, endpoints that could not be read. */
function Doubts({ overview, failed, onCheck }: { overview: Overview; failed: boolean; onCheck: () => void }) {
  const again = (
    <Button size="s" onClick={onCheck}>
      Check now
    </Button>
  );
  const unread = overview.unreadEndpoints;
  if (!failed && usesKnown(overview)) return null;
  return (
    <div className={styles.doubts}>
      {failed ? (
        <Note tone="warning" icon="clock" actions={again}>
          This is from an earlier check; reading it again did not work. It may have changed since.
        </Note>
      ) : (
        <Note tone="warning" actions={again}>
          {unread.length > 0
            ? `${unread.length === 1 ? "One endpoint" : `${unread.length} endpoints`} could not be read: ${listed(unread, 3)}. What they use is not shown here, so no key counts as unused.`
            : "Not every endpoint has been read yet, so uses may be missing here."}
        </Note>
      )}
    </div>
  );
}

function NoScopes({
  creating,
  onNew,
  onClose,
}: {
  creating: boolean;
  onNew: () => void;
  onClose: () => void;
}) {
  return (
    <div className={styles.none}>
      <SheetBody>
        <EmptyState
          drawing={
            <span className={styles.drawing} aria-hidden="true">
              <Mark name="key" />
              <i />
              <span className={styles.drawer}>
                <Mark name="vault" />
              </span>
            </span>
          }
          title="No secret scopes yet"
          actions={
            <Button variant="primary" size="l" icon="plus" onClick={onNew}>
              Create the first scope
            </Button>
          }
        >
          A scope is a locked drawer in Databricks. Keys of OpenAI, Anthropic and others go in once; endpoints
          use them from there, and nobody has to see them again. If there should be scopes here, you may not
          be allowed to see any.
        </EmptyState>
      </SheetBody>
      {creating && <NewScope taken={[]} onClose={onClose} />}
    </div>
  );
}

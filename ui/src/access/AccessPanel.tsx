// What may I do here: who the workspace takes one for, and each right with the reason. What is missing stays listed, with
// the way to ask for it.
import { useQuery } from "@tanstack/react-query";
import type { AccessRight } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { CodeWords } from "../kit/CodeWords";
import { Drawer } from "../kit/Drawer";
import { FailureCard } from "../kit/FailureCard";
import { Glyph, type GlyphName } from "../kit/Icon";
import { Pulse } from "../kit/Spinner";
import { Tag } from "../kit/Tag";
import { useWorkspace } from "../shell/current";
import { useNextStep } from "../shell/next";
import { askForAccess, closePanel } from "../shell/panels";
import styles from "./Access.module.css";
import { RIGHT_WORDS, rightsQuery } from "./rights";

const GLYPHS: Record<AccessRight["allowed"], { name: GlyphName; label: string }> = {
  yes: { name: "ready", label: "allowed" },
  no: { name: "notReady", label: "not allowed" },
  unknown: { name: "unknown", label: "not known" },
};

export function AccessPanel() {
  const workspace = useWorkspace();
  const rights = useQuery(rightsQuery);
  const general = useNextStep({ tryAgain: () => void rights.refetch() });
  const known = rights.data;
  return (
    <Drawer open onClose={closePanel} title={`What may I do in ${workspace.name}`} width={440}>
      <div className={styles.panel}>
        {rights.isPending && <Pulse lines={6} label="Asking the workspace" />}
        {rights.isError && (
          <FailureCard
            failure={rights.error}
            compact
            onNext={(kind) => {
              if (kind !== "tryAgain") closePanel();
              general(kind);
            }}
          />
        )}
        {known && (
          <>
            <div className={styles.who}>
              <span>
                You are <b data-selectable>{known.user}</b>
              </span>
              {known.admin && <Tag tone="accent">Workspace admin</Tag>}
              <small>
                {known.groups.length === 0
                  ? "In no group."
                  : `In ${known.groups.length === 1 ? "the group" : "the groups"} ${known.groups.join(", ")}.`}
              </small>
            </div>
            <ul className={styles.rights} aria-label="Rights">
              {known.rights.map((right) => (
                <Line key={right.right} right={right} />
              ))}
            </ul>
            <p className={styles.quiet}>
              What you may do with one endpoint stands on its page. Asked with read-only calls; nothing was
              tried out.
            </p>
            <span>
              <Button
                size="s"
                icon="refresh"
                busy={rights.isFetching}
                busyLabel="Asking"
                onClick={() => void rights.refetch()}
              >
                Ask the workspace again
              </Button>
            </span>
          </>
        )}
      </div>
    </Drawer>
  );
}

function Line({ right }: { right: AccessRight }) {
  const glyph = GLYPHS[right.allowed];
  return (
    <li data-allowed={right.allowed}>
      <Glyph name={glyph.name} size={15} label={glyph.label} />
      <div>
        <span className={styles.right}>{RIGHT_WORDS[right.right]}</span>
        <small>
          <CodeWords text={right.reason} />
        </small>
        {right.allowed !== "yes" && right.ask && (
          <span className={styles.ask}>
            <Button
              size="s"
              icon="message"
              aria-label={`Ask for access: ${RIGHT_WORDS[right.right]}`}
              onClick={() => askForAccess({ kind: "right", right: right.right })}
            >
              Ask for access
            </Button>
            <small>{right.ask}</small>
          </span>
        )}
      </div>
    </li>
  );
}

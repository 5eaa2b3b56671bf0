// The versions of a prompt, each with what it would change in the words of now, and going back to one.
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { diffWords } from "../compare";
import type { PromptContent, PromptVersion } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { Drawer } from "../kit/Drawer";
import { FailureCard } from "../kit/FailureCard";
import { RelativeTime } from "../kit/RelativeTime";
import { Pulse } from "../kit/Spinner";
import { partsOf, same } from "./model";
import styles from "./Prompts.module.css";
import { versionsQuery } from "./queries";

type Props = {
  id: string;
  /** What stands in the fields. */
  content: PromptContent;
  version: number;
  open: boolean;
  onClose: () => void;
  onRestore: (version: number) => void;
};

export function Versions({ id, content, version, open, onClose, onRestore }: Props) {
  const versions = useQuery({ ...versionsQuery(id), enabled: open });
  const [chosen, setChosen] = useState<number | null>(null);
  return (
    <Drawer open={open} onClose={onClose} title="Versions" width={480}>
      {versions.isPending && <Pulse lines={5} label="Reading the versions" />}
      {versions.isError && <FailureCard failure={versions.error} onNext={() => void versions.refetch()} />}
      <ol className={styles.versions}>
        {versions.data?.map((one) => (
          <li key={one.version}>
            <button
              type="button"
              className={styles.version}
              aria-expanded={chosen === one.version}
              onClick={() => setChosen(chosen === one.version ? null : one.version)}
            >
              <b>Version {one.version}</b>
              <span>
                <RelativeTime ms={one.savedAt} />
              </span>
              {one.note !== "" && <small>{one.note}</small>}
            </button>
            {chosen === one.version && (
              <div className={styles.difference}>
                <Difference now={content} then={one} />
                {one.version !== version && (
                  <Button size="s" icon="undo" onClick={() => onRestore(one.version)}>
                    Go back to version {one.version}
                  </Button>
                )}
              </div>
            )}
          </li>
        ))}
      </ol>
    </Drawer>
  );
}

function Difference({ now, then }: { now: PromptContent; then: PromptVersion }) {
  const parts = useMemo(() => {
    const before = new Map(partsOf(now));
    return partsOf(then.content)
      .map(([label, text]) => ({ label, pieces: diffWords(before.get(label) ?? "", text) }))
      .filter(({ pieces }) => pieces.some((piece) => piece.kind === "added" || piece.kind === "left"));
  }, [now, then]);
  if (same(now, then.content)) return <p className={styles.quiet}>The same as what you see.</p>;
  return (
    <dl className={styles.parts} data-selectable>
      {parts.map(({ label, pieces }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={styles.words}>
            {pieces.map((piece, at) => {
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text, which never change places.
              if (piece.kind === "added") return <ins key={at}>{piece.text}</ins>;
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              if (piece.kind === "left") return <del key={at}>{piece.text}</del>;
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              return <span key={at}>{piece.text}</span>;
            })}
          </dd>
        </div>
      ))}
    </dl>
  );
}

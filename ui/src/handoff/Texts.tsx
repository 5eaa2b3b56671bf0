// The texts of one endpoint, or of a draft of one: a choice of whom they are for, and the text with its notes, to copy or to
// keep as a file. The texts are written by the core; no secret value is in them. Used by the tab and the dialog.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type Handoff, type HandoffFormat, type HandoffSource } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { Button } from "../kit/Button";
import { CodeBlock } from "../kit/CodeBlock";
import { CodeWords } from "../kit/CodeWords";
import { CopyButton } from "../kit/CopyButton";
import { FailureCard } from "../kit/FailureCard";
import { Icon } from "../kit/Icon";
import { Pulse } from "../kit/Spinner";
import { useToast } from "../kit/Toast";
import { useNextStep } from "../shell/next";
import { ASKING, CREATING, languageOf, wordsOf } from "./formats";
import styles from "./Handoff.module.css";
import { Picker } from "./Picker";
import { handoffQuery } from "./queries";

/** `reading` tells one reading of the endpoint from the next. */
export type TextsProps = { source: HandoffSource; reading: string };

export function Texts({ source, reading }: TextsProps) {
  const [format, setFormat] = useState<HandoffFormat>("terraform");
  const query = useQuery(handoffQuery(source, reading, format));
  const retry = (): void => void query.refetch();
  const onNext = useNextStep({ tryAgain: retry, reload: retry });
  return (
    <div className={styles.tab}>
      <div className={styles.pickers}>
        <Picker title="Create it elsewhere" formats={CREATING} value={format} onChange={setFormat} />
        <Picker title="Ask it" formats={ASKING} value={format} onChange={setFormat} />
      </div>
      <div className={styles.text}>
        {query.data ? (
          <Text handoff={query.data} format={format} />
        ) : query.isError ? (
          <FailureCard failure={query.error} onNext={onNext} />
        ) : (
          <Pulse lines={10} />
        )}
      </div>
    </div>
  );
}

function Text({ handoff, format }: { handoff: Handoff; format: HandoffFormat }) {
  const words = wordsOf(format);
  if (handoff.text === "") return <Notes notes={handoff.notes} />;
  return (
    <>
      <header className={styles.head}>
        <span className={styles.file}>
          <Icon name="file" size={14} />
          {handoff.fileName}
        </span>
        <div className={styles.actions}>
          <CopyButton text={handoff.text} label={`Copy ${words?.label ?? "text"}`} />
          <SaveButton handoff={handoff} />
        </div>
      </header>
      <Notes notes={handoff.notes} />
      <CodeBlock
        text={handoff.text.trimEnd()}
        label={`${words?.label ?? "Text"} for this endpoint`}
        language={languageOf(handoff.language)}
        copy={false}
      />
    </>
  );
}

function Notes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <ul className={styles.notes} aria-label="Good to know">
      {notes.map((note) => (
        <li key={note}>
          <CodeWords text={note} />
        </li>
      ))}
    </ul>
  );
}

function SaveButton({ handoff }: { handoff: Handoff }) {
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      const path = await unwrap(commands.handoffSave(handoff.text, handoff.fileName), { quiet: true });
      toast({ tone: "ready", title: "Saved", object: path });
    } catch (error) {
      const { title, cause } = failureOf(error).explanation;
      toast({ tone: "failed", title, object: cause });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size="s" icon="download" busy={busy} busyLabel="Saving" onClick={() => void save()}>
      Save to downloads
    </Button>
  );
}

// Makes the draft of a new endpoint out of a text: paste it or drop a file, see what was understood and what was not, go on
// to the create flow with it. The core reads the text; a key in it is never kept. Opened by the list and by the palette.
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { commands, type EndpointDraft, type HandoffImport } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { Field } from "../kit/Field";
import { TextArea } from "../kit/TextArea";
import styles from "./ImportDialog.module.css";
import { Understood } from "./Understood";
import { stepToGoOnAt } from "./understood";

export type ImportDialogProps = { open: boolean; onClose: () => void };

/** Longer texts are refused by the core as well; this keeps a film from being read into the window first. */
const LARGEST_FILE = 1_048_576;
const READ_AFTER_MS = 250;

export function ImportDialog({ open, onClose }: ImportDialogProps) {
  const [text, setText] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const [import_, setImport] = useState<HandoffImport | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const file = useRef<HTMLInputElement>(null);
  useReading(open ? text : "", setImport, setFailure);
  const going = useGoingOn(onClose, setFailure);
  const draft = import_?.draft ?? null;

  // What was pasted may hold a key: it is gone when the dialog is.
  useEffect(() => {
    if (open) return;
    setText("");
    setImport(null);
    setSaid(null);
    setFailure(null);
  }, [open]);

  const change = (next: string): void => {
    setSaid(null);
    setFailure(null);
    setText(next);
    if (next.trim() === "") setImport(null);
  };
  const take = async (chosen: File | undefined): Promise<void> => {
    if (!chosen) return;
    if (chosen.size > LARGEST_FILE)
      setSaid(`${chosen.name} is larger than a megabyte. One endpoint is enough.`);
    else change(await chosen.text());
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  const problem = said ?? (draft === null ? import_?.problems[0]?.message : undefined);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      busy={going.busy}
      width={640}
      title="Import an endpoint"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={going.busy}
            busyLabel="Opening"
            disabledReason={draft ? null : "Paste a text that holds an endpoint first."}
            onClick={() => draft && void going.on(draft)}
          >
            Go on with it
          </Button>
        </>
      }
    >
      <div className={styles.dialog}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping has the button below as its equal. */}
        <div
          className={styles.place}
          data-over={over || undefined}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <Field
            label="JSON of an endpoint, or a bundle's YAML"
            help="Nothing in it is run, and a key in it is not kept."
            verdict={problem ? { tone: "wrong", text: problem } : null}
          >
            <TextArea
              value={text}
              onChange={change}
              mono
              rows={9}
              placeholder="Paste it here, or drop a file"
            />
          </Field>
          <input
            ref={file}
            type="file"
            hidden
            aria-label="A file to import"
            accept=".json,.yml,.yaml"
            onChange={(event) => {
              void take(event.currentTarget.files?.[0]);
              event.currentTarget.value = "";
            }}
          />
          <Button size="s" icon="file" onClick={() => file.current?.click()}>
            Choose a file
          </Button>
        </div>
        {failure !== null && <FailureNote failure={failureOf(failure)} />}
        {import_ && draft && <Understood found={import_} draft={draft} />}
        <Replaces draft={draft} />
      </div>
    </Dialog>
  );
}

/** Reads the text a moment after the last change; an older answer never replaces a newer one. */
function useReading(
  text: string,
  onRead: (found: HandoffImport) => void,
  onFailure: (error: unknown) => void,
): void {
  const asked = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another text is read again.
  useEffect(() => {
    const now = ++asked.current;
    if (text.trim() === "") return;
    const timer = setTimeout(() => {
      unwrap(commands.handoffImport(text), { quiet: true })
        .then((found) => {
          if (asked.current === now) onRead(found);
        })
        .catch((error: unknown) => {
          if (asked.current === now) onFailure(error);
        });
    }, READ_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
}

/** Keeps the draft and opens the create flow, which reads it. */
function useGoingOn(onClose: () => void, onFailure: (error: unknown) => void) {
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const on = async (draft: EndpointDraft): Promise<void> => {
    setBusy(true);
    try {
      // The create flow may be open beneath: it keeps what it holds when it goes, and must not do so after this.
      await navigate({ to: "/endpoints" });
      await unwrap(commands.endpointsDraftSave(draft, stepToGoOnAt(draft)), { quiet: true });
      await navigate({ to: "/endpoints/new" });
      onClose();
    } catch (error) {
      onFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, on };
}

/** There is one unfinished endpoint for each workspace. */
function Replaces({ draft }: { draft: EndpointDraft | null }) {
  const kept = useQuery({
    queryKey: ["endpoints", "draft"],
    queryFn: () => unwrap(commands.endpointsDraftGet(), { quiet: true }),
    enabled: draft !== null,
    staleTime: 0,
    gcTime: 0,
  });
  const there = kept.data?.draft;
  if (draft === null || !there || (there.name === "" && there.entities.length === 0)) return null;
  return (
    <p className={styles.replaces} role="status">
      Going on replaces the unfinished endpoint{there.name === "" ? "" : ` ${there.name}`} that you began.
    </p>
  );
}

// Opens a passport: choose a file, drop it or paste its text, see what it holds, and go where it leads: to the chat here, to
// another connected workspace, or to connecting one. The core reads the text; the address is said before anybody signs in.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type DragEvent, useRef, useState } from "react";
import { commands, type PassportRead } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { changedBy } from "../ipc/freshness";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { Field } from "../kit/Field";
import { TextArea } from "../kit/TextArea";
import { useSwitchWorkspace, useWorkspace, workspacesQuery } from "../shell/current";
import { Contents } from "./Contents";
import styles from "./Passport.module.css";

const LARGEST_FILE = 262_144;

type Props = {
  open: boolean;
  onClose: () => void;
  /** What is there to begin with, as when a file was dropped on the window. */
  text?: string;
};

export function OpenPassport({ open, onClose, text: given = "" }: Props) {
  const [text, setText] = useState(given);
  const [said, setSaid] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const found = useQuery({
    queryKey: ["passport", "read", text],
    queryFn: () => unwrap(commands.passportRead(text), { quiet: true }),
    enabled: text.trim() !== "",
    gcTime: 0,
  });
  const going = useGoing(onClose);
  const read = text.trim() === "" ? undefined : found.data;
  const passport = read?.passport ?? null;

  const change = (next: string): void => {
    setSaid(null);
    setText(next);
  };
  const take = async (chosen: File | undefined): Promise<void> => {
    if (!chosen) return;
    if (chosen.size > LARGEST_FILE) setSaid(`${chosen.name} is too large for a passport.`);
    else change(await chosen.text());
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  const problem = said ?? read?.problems[0];
  const failure = going.failure ?? found.error;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      busy={going.busy}
      width={600}
      title="Open a passport"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={going.busy}
            busyLabel="Opening"
            disabledReason={passport ? null : "Choose a file or paste a passport first."}
            onClick={() => void going.on(text)}
          >
            <Act read={read} />
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
            label="The passport's text"
            help="Nothing in it is run, and nothing is sent to where it leads before you go there."
            verdict={problem ? { tone: "wrong", text: problem } : null}
          >
            <TextArea
              value={text}
              onChange={change}
              mono
              rows={5}
              placeholder="Paste it here, or drop a file"
            />
          </Field>
          <input
            ref={input}
            type="file"
            hidden
            aria-label="A passport's file"
            accept=".json"
            onChange={(event) => {
              void take(event.currentTarget.files?.[0]);
              event.currentTarget.value = "";
            }}
          />
          <Button size="s" icon="file" onClick={() => input.current?.click()}>
            Choose a file
          </Button>
        </div>
        {passport && <Contents passport={passport} label="What it holds" />}
        {passport && read?.workspace === null && (
          <p role="status">
            No connected workspace has this address. Go on only if you know it: you would sign in there. Open
            the passport again afterwards.
          </p>
        )}
        {failure !== null && <FailureNote failure={failureOf(failure)} />}
      </div>
    </Dialog>
  );
}

/** What the button does, in words. */
function Act({ read }: { read: PassportRead | undefined }) {
  const current = useWorkspace();
  const list = useQuery(workspacesQuery).data;
  const { passport, workspace } = read ?? {};
  if (!passport || workspace === current.id) return "Open the chat";
  if (workspace === null) return "Connect this workspace";
  const name = list?.workspaces.find((one) => one.id === workspace)?.name ?? "the other workspace";
  return `Switch to ${name} and open the chat`;
}

/** Goes where the passport leads, as the core says. */
function useGoing(onClose: () => void) {
  const current = useWorkspace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const switchTo = useSwitchWorkspace();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const on = async (text: string): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      const { workspace, host, endpoint, entity } = await unwrap(commands.passportOpen(text), {
        quiet: true,
      });
      changedBy(client, "passport_open");
      if (workspace === null) await navigate({ to: "/connect", search: { host } });
      else {
        if (workspace !== current.id) await switchTo(workspace);
        await navigate({ to: "/chat", search: { endpoint, entity: entity ?? undefined } });
      }
      onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, on };
}

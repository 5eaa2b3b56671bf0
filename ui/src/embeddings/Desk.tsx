// The page at work: whom the texts go to, the sheet of texts, what came out. One comparison runs at a time; Ctrl+Enter
// starts it, Esc stops it.
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { EmbeddingDraft, EmbeddingTarget, EndpointRow } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { Icon } from "../kit/Icon";
import { SheetHead } from "../kit/Sheet";
import { TargetSelect } from "../kit/TargetSelect";
import { useKey } from "../shell/keys";
import styles from "./Embeddings.module.css";
import { PasteDialog } from "./PasteDialog";
import { endpointQuery, TASK } from "./queries";
import { Result } from "./Result";
import { Runs } from "./Runs";
import type { View } from "./Side";
import { Texts } from "./Texts";
import { type Comparing, useComparing } from "./useComparing";
import { type Sheet, useSheet } from "./useSheet";

type Props = {
  begin: EmbeddingDraft;
  endpoints: readonly EndpointRow[];
  /** An endpoint the address asks for; once taken it is the sheet's matter. */
  wanted: string | undefined;
  run: string | null;
  view: View;
};

export function Desk({ begin, endpoints, wanted, run, view }: Props) {
  const navigate = useNavigate();
  const sheet = useSheet(begin);
  const [chosen, setChosen] = useState(0);
  const [open, setOpen] = useState<"paste" | "runs" | null>(null);
  const go = (to: { run?: string | null; view?: View }) => {
    const next = { run: to.run === undefined ? run : to.run, view: to.view ?? view };
    void navigate({
      to: "/embeddings",
      search: {
        ...(next.run ? { run: next.run } : {}),
        ...(next.view === "table" ? {} : { view: next.view }),
      },
      replace: to.run === undefined,
    });
  };
  useEffect(() => {
    if (wanted === undefined) return;
    if (sheet.targets[0]?.endpoint !== wanted) sheet.setTargets([{ endpoint: wanted, entity: null }]);
    go({});
  });
  const comparing = useComparing((id) => go({ run: id }));
  const start = () => {
    if (whyNot(sheet) !== null) return;
    sheet.flush();
    comparing.start(sheet.texts, sheet.targets);
  };
  useKey("mod+enter", start, { when: !comparing.busy });
  return (
    <>
      <SheetHead
        title="Embeddings"
        titleEnd={<Targets sheet={sheet} endpoints={endpoints} busy={comparing.busy} />}
        actions={
          <>
            <Button variant="quiet" icon="history" onClick={() => setOpen("runs")}>
              Earlier
            </Button>
            <StartOrStop sheet={sheet} comparing={comparing} onStart={start} />
          </>
        }
      />
      <div className={styles.page}>
        <Texts sheet={sheet} chosen={chosen} onChoose={setChosen} onPaste={() => setOpen("paste")} />
        <Result
          id={run}
          view={view}
          onView={(next) => go({ view: next })}
          chosen={chosen}
          onChoose={setChosen}
          sheet={sheet}
          comparing={comparing}
          onStart={start}
          onGone={() => go({ run: null })}
        />
      </div>
      <PasteDialog
        open={open === "paste"}
        onClose={() => setOpen(null)}
        room={sheet.room + sheet.rows.length - sheet.texts.length}
        onAdd={(texts) => sheet.replace([...sheet.texts, ...texts])}
        onReplace={sheet.replace}
      />
      <Runs
        open={open === "runs"}
        onClose={() => setOpen(null)}
        current={run}
        onOpen={(id) => {
          setOpen(null);
          go({ run: id });
        }}
        onDeleted={(id) => id === run && go({ run: null })}
      />
    </>
  );
}

/** Why the texts cannot be compared yet; null when they can. */
function whyNot(sheet: Sheet): string | null {
  if (sheet.texts.length === 0) return "Type a text first.";
  return sheet.targets.some((target) => target.endpoint === "") ? "Choose the second endpoint first." : null;
}

type StartProps = { sheet: Sheet; comparing: Comparing; onStart: () => void };

function StartOrStop({ sheet, comparing, onStart }: StartProps) {
  if (comparing.busy) {
    return (
      <Button
        icon="stop"
        keyHint="Esc"
        busy={comparing.stopping}
        busyLabel="Stopping"
        onClick={comparing.stop}
      >
        Stop
      </Button>
    );
  }
  return (
    <Button variant="primary" icon="play" keyHint="Ctrl ↵" disabledReason={whyNot(sheet)} onClick={onStart}>
      Compare texts
    </Button>
  );
}

type TargetsProps = { sheet: Sheet; endpoints: readonly EndpointRow[]; busy: boolean };

function Targets({ sheet, endpoints, busy }: TargetsProps) {
  const [first, second] = sheet.targets;
  const set = (at: number, target: EmbeddingTarget) =>
    sheet.setTargets(sheet.targets.map((one, number) => (number === at ? target : one)));
  const other = endpoints.find((row) => row.name !== first?.endpoint)?.name ?? "";
  return (
    <span className={styles.targets}>
      {first && <One target={first} endpoints={endpoints} busy={busy} onChange={(next) => set(0, next)} />}
      {second && first ? (
        <>
          <span className={styles.quiet}>and</span>
          <One
            target={second}
            endpoints={endpoints}
            busy={busy}
            which="Second"
            onChange={(next) => set(1, next)}
          />
          <Button
            size="s"
            variant="quiet"
            icon="cross"
            disabled={busy}
            onClick={() => sheet.setTargets([first])}
          >
            One model
          </Button>
        </>
      ) : (
        first && (
          <Button
            size="s"
            icon="plus"
            disabled={busy}
            onClick={() => sheet.setTargets([first, { endpoint: other, entity: null }])}
          >
            Second model
          </Button>
        )
      )}
    </span>
  );
}

type OneProps = {
  target: EmbeddingTarget;
  endpoints: readonly EndpointRow[];
  busy: boolean;
  which?: string;
  onChange: (target: EmbeddingTarget) => void;
};

function One({ target, endpoints, busy, which, onChange }: OneProps) {
  const endpoint = useQuery(endpointQuery(target.endpoint)).data;
  const wrong = endpoint?.task != null && endpoint.task !== TASK;
  return (
    <>
      <TargetSelect
        target={target}
        onChange={onChange}
        endpoints={endpoints.map((row) => ({ name: row.name, detail: row.models.join(", ") }))}
        entities={(endpoint?.entities ?? []).map((one) => ({
          name: one.name,
          detail: `${one.providerName} · ${one.model}`,
        }))}
        which={which}
        disabled={busy}
      />
      {wrong && (
        <span className={styles.wrong} role="status">
          <Icon name="warning" size={13} />
          Makes no embeddings
        </span>
      )}
    </>
  );
}

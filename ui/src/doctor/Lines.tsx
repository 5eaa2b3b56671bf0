// The doctor's lines: state, what was found, who can fix it, the one next step, how long it took.
import type { DoctorLine, NextStepKind } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { CodeWords } from "../kit/CodeWords";
import { NEXT_ICONS } from "../kit/FailureCard";
import { Glyph, type GlyphName } from "../kit/Icon";
import styles from "./Doctor.module.css";

const GLYPHS: Record<DoctorLine["state"], { name: GlyphName; label: string }> = {
  running: { name: "updating", label: "being checked" },
  ok: { name: "ready", label: "fine" },
  warning: { name: "warning", label: "to look at" },
  failed: { name: "failed", label: "not working" },
  skipped: { name: "waiting", label: "not tried" },
};

type Props = { lines: readonly DoctorLine[]; onNext: (kind: NextStepKind) => void };

export function Lines({ lines, onNext }: Props) {
  return (
    <ol className={styles.lines} aria-label="Checks">
      {lines.map((line) => (
        <Line key={line.check} line={line} onNext={onNext} />
      ))}
    </ol>
  );
}

function Line({ line, onNext }: { line: DoctorLine; onNext: Props["onNext"] }) {
  const { next } = line;
  const glyph = GLYPHS[line.state];
  return (
    <li data-state={line.state}>
      <Glyph name={glyph.name} size={15} label={glyph.label} />
      <div className={styles.words}>
        <span className={styles.title}>{line.title}</span>
        {line.detail !== "" && (
          <small>
            <CodeWords text={line.detail} />
          </small>
        )}
        {line.whoCanFix && (
          <small>
            <b>Who can fix it:</b> {line.whoCanFix}
          </small>
        )}
        {next && next.kind !== "none" && (line.state === "failed" || line.state === "warning") && (
          <span className={styles.act}>
            <Button size="s" icon={NEXT_ICONS[next.kind]} onClick={() => onNext(next.kind)}>
              {next.label}
            </Button>
          </span>
        )}
      </div>
      {line.milliseconds !== null && (
        <span className={styles.time}>{line.milliseconds.toLocaleString("en")} ms</span>
      )}
    </li>
  );
}

// An examination with its head: how it stands, check again or stop, the lines, the copy of the report. Used by the panel and
// by the connect page. Looking only: no line changes anything in the workspace.
import type { DoctorTarget, NextStepKind } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { CopyButton } from "../kit/CopyButton";
import { FailureNote } from "../kit/FailureNote";
import { LiveRegion } from "../kit/LiveRegion";
import styles from "./Doctor.module.css";
import { countWords, type useExamination } from "./examine";
import { Lines } from "./Lines";

type Props = {
  target: DoctorTarget;
  examination: ReturnType<typeof useExamination>;
  onNext: (kind: NextStepKind) => void;
  title?: string | undefined;
  about: string;
};

export function Examination({ target, examination, onNext, title, about }: Props) {
  const { seen, start, stop } = examination;
  const { lines, report, running, failure } = seen;
  const again = () => void start(target);
  const standing = running ? "Checking" : countWords(lines);
  return (
    <section className={styles.panel} aria-label="Connection doctor">
      <div className={styles.head}>
        <div>
          {title && <h2>{title}</h2>}
          <p>
            {lines.length > 0 && `${standing}. `}
            {about} Read-only calls.
          </p>
        </div>
        {running ? (
          <Button size="s" icon="stop" onClick={stop}>
            Stop
          </Button>
        ) : (
          <Button size="s" icon="refresh" onClick={again}>
            Check again
          </Button>
        )}
      </div>
      {report && <p className={styles.verdict}>{report.verdict}</p>}
      {failure && (
        <FailureNote
          failure={failure}
          onNext={(kind) => (kind === "tryAgain" || kind === "waitAndRetry" ? again() : onNext(kind))}
        />
      )}
      {lines.length > 0 && (
        <Lines
          lines={lines}
          onNext={(kind) =>
            kind === "tryAgain" || kind === "waitAndRetry" || kind === "reload" ? again() : onNext(kind)
          }
        />
      )}
      {report && (
        <div className={styles.foot}>
          <CopyButton text={report.text} label="Copy this report" />
        </div>
      )}
      <LiveRegion text={report ? report.verdict : ""} />
    </section>
  );
}

// A label above, the API's own name at the right end, one control, and one line of help or verdict below. The verdict
// replaces the help: never both, so that a wrong field does not push the page around.
import { type ReactNode, useId } from "react";
import { classes } from "./classes";
import styles from "./Field.module.css";
import { FieldContext } from "./fieldContext";
import { Icon } from "./Icon";

export type VerdictTone = "wrong" | "fixed" | "fine" | "warning";
export type Verdict = { tone: VerdictTone; text: ReactNode };

type Props = {
  label: ReactNode;
  children: ReactNode;
  apiName?: string | undefined;
  help?: ReactNode;
  verdict?: Verdict | null | undefined;
  required?: boolean | undefined;
  optional?: boolean | string | undefined;
  group?: boolean | undefined;
  className?: string | undefined;
};

const MARKS = { wrong: "wrong", fixed: "check", fine: "check", warning: "warning" } as const;

export function Field({
  label,
  children,
  apiName,
  help,
  verdict,
  required = false,
  optional = false,
  group = false,
  className,
}: Props) {
  const controlId = useId();
  const labelId = useId();
  const sayId = useId();
  const says = Boolean(verdict) || (help !== undefined && help !== null && help !== "");
  const describedBy = says ? sayId : undefined;
  const words = (
    <>
      {label}
      {optional !== false && (
        <span className={styles.optional}>{optional === true ? "optional" : optional}</span>
      )}
    </>
  );
  const body = (
    <>
      <div className={styles.top}>
        {group ? (
          <span id={labelId} className={styles.label}>
            {words}
          </span>
        ) : (
          <label id={labelId} htmlFor={controlId} className={styles.label}>
            {words}
          </label>
        )}
        {apiName && (
          <span className={styles.api} title={apiName}>
            {apiName}
          </span>
        )}
      </div>
      <FieldContext
        value={{ controlId, labelId, describedBy, invalid: verdict?.tone === "wrong", required, group }}
      >
        {children}
      </FieldContext>
      <p id={sayId} className={styles.say} data-tone={verdict?.tone} hidden={!says} aria-live="polite">
        {verdict && <Icon name={MARKS[verdict.tone]} size={13} />}
        <span>{verdict ? verdict.text : help}</span>
      </p>
    </>
  );
  return <div className={classes(styles.field, className)}>{body}</div>;
}

// Usage tracking and fallback: a switch each, with what it does, what it needs and who can see it. Used by GatewayTab.
import type { ReactNode } from "react";
import { Switch } from "../kit/Switch";
import styles from "./Gateway.module.css";
import type { PartProps } from "./GatewayTab";

export function Switches({ settings, live, state, closed, onChange }: PartProps) {
  const alone = state.entities.length < 2 && !settings.fallback;
  return (
    <section className={styles.two}>
      <Row
        title="Usage tracking"
        checked={settings.usageTracking}
        closed={closed}
        onChange={(usageTracking) => onChange({ ...settings, usageTracking })}
      >
        Every call is counted in <code>system.serving</code>. Account admins can read it.
        {settings.usageTracking && !live.usageTracking && (
          <em>Rows appear only where an account admin has switched on the system schema serving.</em>
        )}
      </Row>
      <Row
        title="Fallback"
        checked={settings.fallback}
        closed={closed ?? (alone ? "Fallback needs a second served entity to fall back to." : null)}
        onChange={(fallback) => onChange({ ...settings, fallback })}
      >
        On 429 and 5xx the next entity in order is tried. Not on a refused key.
        {alone && <em>It needs a second served entity.</em>}
      </Row>
    </section>
  );
}

type RowProps = {
  title: string;
  checked: boolean;
  closed: string | null;
  onChange: (checked: boolean) => void;
  end?: ReactNode;
  children: ReactNode;
};

export function Row({ title, checked, closed, onChange, end, children }: RowProps) {
  return (
    <div className={styles.row}>
      <Switch label={title} checked={checked} disabledReason={closed} onChange={onChange} />
      <div className={styles.words}>
        <h2>{title}</h2>
        <p>{children}</p>
      </div>
      {end}
    </div>
  );
}

// How a workspace is reached: the proxy, and certificates to trust beside the system's. Both are kept when the field is
// left or Enter is pressed; what is wrong with them is said below the field and the old value stays in use.
import { useState } from "react";
import type { AppInfo, SettingsChange } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { Button } from "../kit/Button";
import { Field, type Verdict } from "../kit/Field";
import { TextInput } from "../kit/TextInput";
import { useWorkspace } from "../shell/current";
import { openDoctor } from "../shell/panels";
import { useSaveSettings } from "../shell/useSaveSettings";
import styles from "./Page.module.css";

export function Network({ info }: { info: AppInfo }) {
  const workspace = useWorkspace();
  const { settings, proxyInUse, caProblem } = info;
  return (
    <section className={styles.section} aria-labelledby="network">
      <div className={styles.sectionHead}>
        <h2 id="network">Network</h2>
        <Button size="s" icon="pulse" onClick={() => openDoctor({ kind: "workspace", id: workspace.id })}>
          Check the connection
        </Button>
      </div>
      <div className={styles.fields}>
        <Kept
          key={`proxy ${settings.proxy}`}
          label="Proxy"
          optional="empty: as the system says"
          placeholder="http://proxy.example.com:8080"
          kept={settings.proxy}
          change={(proxy) => ({ proxy })}
          help={proxyInUse === null ? "No proxy is in use now." : `In use now: ${proxyInUse}.`}
          standing={null}
        />
        <Kept
          key={`ca ${settings.caFile}`}
          label="Extra certificate file"
          optional="PEM, for a company that opens TLS"
          placeholder="/etc/ssl/company-root.pem"
          kept={settings.caFile}
          change={(caFile) => ({ caFile })}
          help={
            settings.caFile === null
              ? "The system's certificates are trusted."
              : "Its certificates are trusted beside the system's."
          }
          standing={caProblem === null ? null : { tone: "wrong", text: caProblem }}
        />
      </div>
    </section>
  );
}

type KeptProps = {
  label: string;
  optional: string;
  placeholder: string;
  kept: string | null;
  change: (text: string) => SettingsChange;
  help: string;
  standing: Verdict | null;
};

function Kept({ label, optional, placeholder, kept, change, help, standing }: KeptProps) {
  const save = useSaveSettings({ quiet: true });
  const [text, setText] = useState(kept ?? "");
  const keep = () => {
    if (text.trim() !== (kept ?? "") && !save.isPending) save.mutate(change(text.trim()));
  };
  const edit = (next: string) => {
    save.reset();
    setText(next);
  };
  return (
    <Field
      label={label}
      optional={optional}
      help={save.isPending ? "Being kept." : help}
      verdict={
        save.isError ? { tone: "wrong", text: refused(save.error) } : text === (kept ?? "") ? standing : null
      }
    >
      <TextInput
        mono
        value={text}
        onChange={edit}
        placeholder={placeholder}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === "Enter") keep();
        }}
      />
    </Field>
  );
}

function refused(error: unknown): string {
  const failure = failureOf(error);
  const field = failure.kind === "invalid" ? failure.fields[0] : undefined;
  return field?.message ?? `${failure.explanation.title}. ${failure.explanation.cause}`;
}

// The tools a model asked for instead of answering, with what it would hand to them. They are shown, never run.
import type { ToolCallShown } from "../ipc/bindings";
import { Icon } from "../kit/Icon";
import { clean } from "./markdown/clean";
import { LaidOut } from "./Structured";
import styles from "./Structured.module.css";
import { structuredOf } from "./structure";

export function ToolCalls({ calls }: { calls: readonly ToolCallShown[] }) {
  return (
    <section className={styles.tools} aria-label="Tools the model asked for">
      {calls.map((call, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: some providers give their calls no id.
        <ToolCall key={at} call={call} />
      ))}
      <p>The model waits for what these tools would say. Gatewright shows the wish and runs nothing.</p>
    </section>
  );
}

function ToolCall({ call }: { call: ToolCallShown }) {
  const data = structuredOf(call.arguments);
  const bare = call.arguments.trim();
  return (
    <div className={styles.tool}>
      <p className={styles.toolName}>
        <Icon name="terminal" size={14} />
        <span>
          Asks for the tool <code>{clean(call.name)}</code>
        </span>
      </p>
      {data !== null && <LaidOut data={data} />}
      {data === null && bare !== "" && bare !== "{}" && <pre>{clean(call.arguments)}</pre>}
    </div>
  );
}

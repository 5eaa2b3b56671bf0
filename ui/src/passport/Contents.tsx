// What a passport holds, in words. It comes from somebody else: everything is drawn as text, and nothing in it is a link.
import type { Passport } from "../ipc/bindings";
import styles from "./Passport.module.css";

const SANDBOX = "sandbox";

const TASKS = new Map([
  ["llm/v1/chat", "Chat"],
  ["llm/v1/completions", "Completions"],
  ["llm/v1/embeddings", "Embeddings"],
]);

export function Contents({ passport, label }: { passport: Passport; label: string }) {
  const facts: [string, string][] = [
    ["Title", passport.title],
    ["Workspace", passport.host === SANDBOX ? "The sandbox on this computer" : passport.host],
    ["Endpoint", passport.endpoint],
    ["Served entity", passport.entity ?? ""],
    ["Task", TASKS.get(passport.task) ?? passport.task],
    ["Asked with", parameterWords(passport)],
  ];
  return (
    <section className={styles.found} aria-label={label}>
      <dl className={styles.facts}>
        {facts
          .filter(([, value]) => value !== "")
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <Lines title="To begin with" lines={passport.starters} />
      <Lines title="Limits" lines={passport.limits} />
    </section>
  );
}

function Lines({ title, lines }: { title: string; lines: string[] }) {
  if (lines.length === 0) return null;
  return (
    <div>
      <p className={styles.title}>{title}</p>
      <ul className={styles.lines}>
        {[...new Set(lines)].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

function parameterWords({ parameters }: Passport): string {
  if (!parameters) return "";
  const { temperature, maxTokens, system } = parameters;
  const words = [
    typeof temperature === "number" ? `creativity ${temperature}` : "",
    typeof maxTokens === "number" ? `at most ${maxTokens.toLocaleString("en")} tokens` : "",
    system ? `the rules “${system}”` : "",
  ].filter(Boolean);
  return words.length > 0 ? words.join(", ") : "nothing set";
}

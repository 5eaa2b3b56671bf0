// What kind of workspace this is, as a word. Production is the only filled one. "none" draws nothing.
import type { Environment } from "../ipc/bindings";
import styles from "./EnvironmentTag.module.css";

export const ENVIRONMENT_WORDS: Record<Environment, string> = {
  production: "Production",
  staging: "Staging",
  development: "Development",
  none: "No mark",
  sandbox: "Simulated",
};

export function EnvironmentTag({ environment }: { environment: Environment }) {
  if (environment === "none") return null;
  return (
    <span className={styles.tag} data-environment={environment}>
      {ENVIRONMENT_WORDS[environment]}
    </span>
  );
}

// What a workspace is marked as, so that nobody mistakes it: four pills, of which the chosen one is filled.
import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import type { Environment } from "../ipc/bindings";
import styles from "./EnvironmentChoice.module.css";
import { ENVIRONMENT_WORDS } from "./EnvironmentTag";
import { useGroupName } from "./fieldContext";

export type MarkedEnvironment = Exclude<Environment, "sandbox">;
const CHOICES: readonly MarkedEnvironment[] = ["production", "staging", "development", "none"];

type Props = {
  value: MarkedEnvironment;
  onChange: (value: MarkedEnvironment) => void;
  label?: string | undefined;
};

export function EnvironmentChoice({ value, onChange, label }: Props) {
  const name = useGroupName(label);
  return (
    <RadioGroup<MarkedEnvironment>
      {...name}
      value={value}
      onValueChange={(next) => onChange(next)}
      className={styles.row}
    >
      {CHOICES.map((choice) => (
        <Radio.Root key={choice} value={choice} className={styles.pill} data-environment={choice}>
          {ENVIRONMENT_WORDS[choice]}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}

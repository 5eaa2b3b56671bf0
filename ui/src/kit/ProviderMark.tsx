// Two letters in a square: OA Az An Br Vx Co. No logos, no colour.
import styles from "./ProviderMark.module.css";

type Props = { mark: string; name?: string | undefined; size?: "m" | "l" | undefined };

export function ProviderMark({ mark, name, size = "m" }: Props) {
  if (name === undefined) {
    return (
      <span className={styles.mark} data-size={size} aria-hidden="true">
        {mark}
      </span>
    );
  }
  return (
    <span className={styles.mark} data-size={size} role="img" aria-label={name} title={name}>
      {mark}
    </span>
  );
}

// A secret being pasted: dots, then only its length and last four characters. The value can be cleared but never shown.
// It lives in the room's state until the one command that uses it; nothing here keeps a copy.
import { useControl } from "./fieldContext";
import { Icon } from "./Icon";
import { IconButton } from "./IconButton";
import styles from "./SecretInput.module.css";

type Props = {
  value: string;
  onChange: (value: string) => void;
  multiline?: boolean | undefined;
  placeholder?: string | undefined;
  label?: string | undefined;
  onBlur?: (() => void) | undefined;
  autoFocus?: boolean | undefined;
};

export function SecretInput({
  value,
  onChange,
  multiline = false,
  placeholder,
  label,
  onBlur,
  autoFocus,
}: Props) {
  const control = useControl({ label });
  const common = {
    ...control,
    value,
    placeholder,
    onBlur,
    autoComplete: "off",
    spellCheck: false,
    autoFocus,
    "data-secret": true,
  };
  return (
    <div
      className={styles.box}
      data-wrong={control["aria-invalid"] || undefined}
      data-lines={multiline || undefined}
    >
      <Icon name="key" size={14} />
      {multiline ? (
        <textarea
          {...common}
          rows={3}
          className={styles.dots}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <input {...common} type="password" onChange={(event) => onChange(event.currentTarget.value)} />
      )}
      {value !== "" && (
        <>
          <span className={styles.about}>{aboutSecret(value)}</span>
          <IconButton label="Clear" icon="cross" size="s" onClick={() => onChange("")} />
        </>
      )}
    </div>
  );
}

/** "51 characters, ends in f3Qz"; a short one keeps its end to itself, where four characters would be too much of it. */
export function aboutSecret(value: string): string {
  const text = value.trim();
  const length = `${text.length} ${text.length === 1 ? "character" : "characters"}`;
  return text.length < 12 ? length : `${length}, ends in ${text.slice(-4)}`;
}

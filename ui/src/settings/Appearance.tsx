// Theme, text size and motion. Drawn at once; taken back when they could not be kept.
import type { Motion, Settings, TextSize, Theme } from "../ipc/bindings";
import { Segmented } from "../kit/Segmented";
import { useSaveSettings } from "../shell/useSaveSettings";
import styles from "./Page.module.css";

const THEMES: readonly { value: Theme; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];
const SIZES: readonly { value: TextSize; label: string }[] = [
  { value: "small", label: "Small" },
  { value: "normal", label: "Normal" },
  { value: "large", label: "Large" },
  { value: "larger", label: "Larger" },
];
const MOTIONS: readonly { value: Motion; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "reduced", label: "Reduced" },
];

export function Appearance({ settings }: { settings: Settings }) {
  const save = useSaveSettings();
  const wanted = save.isPending ? save.variables : {};
  return (
    <section className={styles.section} aria-labelledby="look">
      <h2 id="look">Appearance</h2>
      <div className={styles.row}>
        <span className={styles.name}>Theme</span>
        <Segmented
          label="Theme"
          value={wanted.theme ?? settings.theme}
          onChange={(theme) => save.mutate({ theme })}
          options={THEMES}
        />
      </div>
      <div className={styles.row}>
        <span className={styles.words}>
          <span className={styles.name}>Text size</span>
          <small>Controls grow with it.</small>
        </span>
        <Segmented
          label="Text size"
          value={wanted.textSize ?? settings.textSize}
          onChange={(textSize) => save.mutate({ textSize })}
          options={SIZES}
        />
      </div>
      <div className={styles.row}>
        <span className={styles.words}>
          <span className={styles.name}>Motion</span>
          <small>Reduced: nothing slides, fades or turns.</small>
        </span>
        <Segmented
          label="Motion"
          value={wanted.motion ?? settings.motion}
          onChange={(motion) => save.mutate({ motion })}
          options={MOTIONS}
        />
      </div>
    </section>
  );
}

// Two bars under each other, before and after, with what moves between them. A still picture; editing is SplitBar's.
import type { CSSProperties } from "react";
import type { Share } from "../ipc/bindings";
import { classes } from "../kit/classes";
import { Icon } from "../kit/Icon";
import { Swatch, swatchClass, swatchIndex } from "../kit/Swatch";
import styles from "./BeforeAfter.module.css";
import { differences, listed, spoken } from "./words";

type Props = { before: readonly Share[]; after: readonly Share[]; places: ReadonlyMap<string, number> };

export function BeforeAfter({ before, after, places }: Props) {
  const gains = differences(before, after).filter((one) => one.to > one.from);
  const index = (entity: string) => swatchIndex(places.get(entity) ?? 0);
  const seen = after.filter(
    (share) => share.percent > 0 || before.some((old) => old.entity === share.entity && old.percent > 0),
  );
  return (
    <div className={styles.both}>
      <span className={styles.name}>Before</span>
      <Bar shares={before} index={index} label="Before" />
      {gains.length > 0 && (
        <p className={styles.shift}>
          <Icon name="arrow" size={12} />
          {listed(gains.map((one) => `${one.to - one.from} to ${one.entity}`))}
        </p>
      )}
      <span className={styles.name}>After</span>
      <Bar shares={after} index={index} label="After" />
      <ul className={styles.legend}>
        {seen.map(({ entity }) => (
          <li key={entity}>
            <Swatch index={index(entity)} />
            {entity}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Bar({
  shares,
  index,
  label,
}: {
  shares: readonly Share[];
  index: (entity: string) => number;
  label: string;
}) {
  const shown = shares.filter((share) => share.percent > 0);
  return (
    <div role="img" aria-label={`${label}: ${spoken(shown)}`} className={styles.bar}>
      {shown.map(({ entity, percent }) => (
        <span
          key={entity}
          className={classes(styles.segment, swatchClass(index(entity)))}
          style={{ "--n": percent } as CSSProperties}
        >
          {percent >= 5 && <b>{percent}</b>}
        </span>
      ))}
    </div>
  );
}

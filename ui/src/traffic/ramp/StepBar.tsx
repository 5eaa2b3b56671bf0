// One step of a ramp as a thin bar. A still picture for people who see it; readers get the same in words.
import type { CSSProperties } from "react";
import type { Share } from "../../ipc/bindings";
import { classes } from "../../kit/classes";
import { swatchClass, swatchIndex } from "../../kit/Swatch";
import { spoken } from "../words";
import styles from "./Ramp.module.css";

type Props = { shares: readonly Share[]; places: ReadonlyMap<string, number>; label: string };

export function StepBar({ shares, places, label }: Props) {
  const shown = shares.filter((share) => share.percent > 0);
  return (
    <div role="img" aria-label={`${label}: ${spoken(shown)}`} className={styles.bar}>
      {shown.map(({ entity, percent }) => (
        <span
          key={entity}
          title={`${entity} ${percent} %`}
          className={classes(styles.segment, swatchClass(swatchIndex(places.get(entity) ?? 0)))}
          style={{ "--n": percent } as CSSProperties}
        >
          {percent >= 6 && <b>{percent}</b>}
        </span>
      ))}
    </div>
  );
}

// What happens when the drawn model fails: the fallback order as a line, when it counts, and its switch where it can be set.
import { Fragment, memo } from "react";
import { classes } from "../kit/classes";
import { Icon } from "../kit/Icon";
import { MiddleEllipsis } from "../kit/MiddleEllipsis";
import { Swatch, swatchClass, swatchIndex } from "../kit/Swatch";
import { Switch } from "../kit/Switch";
import { Tag } from "../kit/Tag";
import styles from "./FallbackChain.module.css";
import type { Split } from "./model";

type Props = {
  split: Split;
  places: ReadonlyMap<string, number>;
  on: boolean;
  onChange?: ((on: boolean) => void) | undefined;
  disabledReason: string | null;
};

export const FallbackChain = memo(function FallbackChain({
  split,
  places,
  on,
  onChange,
  disabledReason,
}: Props) {
  return (
    <section className={styles.card} aria-label="Fallback">
      <header>
        <h3>If the chosen model fails</h3>
        <Tag tone={on ? "ready" : "neutral"}>{on ? "Fallback is on" : "Fallback is off"}</Tag>
        {onChange && (
          <span className={styles.switch}>
            <Switch
              checked={on}
              onChange={onChange}
              label="Try the next served entity"
              disabledReason={disabledReason}
            />
          </span>
        )}
      </header>
      <ol className={classes(styles.chain, !on && styles.off)}>
        {split.map(({ entity, percent }, at) => (
          <Fragment key={entity}>
            {at > 0 && (
              <li aria-hidden="true" className={styles.arrow}>
                <Icon name="arrow" size={14} />
              </li>
            )}
            <li className={styles.link}>
              <span className={styles.place}>{at + 1}</span>
              {percent === 0 ? (
                <i className={classes(styles.idle, swatchClass(swatchIndex(places.get(entity) ?? 0)))} />
              ) : (
                <Swatch index={swatchIndex(places.get(entity) ?? 0)} />
              )}
              <MiddleEllipsis text={entity} tail={6} />
            </li>
          </Fragment>
        ))}
      </ol>
      <p className={styles.words}>
        {on ? (
          <>
            The next in order is tried on <b>429 and 5xx only</b>. A refused key (401), a wrong model name
            (404) or a bad request (400) goes straight back to the caller.
          </>
        ) : (
          "When the drawn model fails, its error goes straight back to the caller. Nobody else is tried."
        )}
      </p>
    </section>
  );
});

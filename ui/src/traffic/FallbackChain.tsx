// What happens when the drawn model fails: the fallback order as a line, when it counts, and its switch where it can be set.
import { Fragment, memo, type ReactNode } from "react";
import { classes } from "../kit/classes";
import { Glyph, Icon } from "../kit/Icon";
import { LinkButton } from "../kit/LinkButton";
import { MiddleEllipsis } from "../kit/MiddleEllipsis";
import { Swatch, swatchClass, swatchIndex } from "../kit/Swatch";
import { Switch } from "../kit/Switch";
import { Tag } from "../kit/Tag";
import styles from "./FallbackChain.module.css";
import type { Split } from "./model";
import { listed } from "./words";

type Props = {
  split: Split;
  places: ReadonlyMap<string, number>;
  on: boolean;
  onChange?: ((on: boolean) => void) | undefined;
  disabledReason: string | null;
  /** Entities that did not answer when they were called last, with the reason: they would rescue nobody. */
  broken?: ReadonlyMap<string, string> | undefined;
  /** Leads to where fallback is switched, when that is not here. */
  onGateway?: (() => void) | undefined;
  children?: ReactNode;
};

export const FallbackChain = memo(function FallbackChain({
  split,
  places,
  on,
  onChange,
  disabledReason,
  broken = NONE_BROKEN,
  onGateway,
  children,
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
        {!onChange && onGateway && (
          <span className={styles.switch}>
            <LinkButton size="s" onClick={onGateway}>
              Change in Gateway
            </LinkButton>
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
            <li className={styles.link} data-broken={broken.has(entity) || undefined}>
              <span className={styles.place}>{at + 1}</span>
              {percent === 0 ? (
                <i className={classes(styles.idle, swatchClass(swatchIndex(places.get(entity) ?? 0)))} />
              ) : (
                <Swatch index={swatchIndex(places.get(entity) ?? 0)} />
              )}
              <MiddleEllipsis text={entity} tail={6} />
              {broken.has(entity) && <Glyph name="failed" label="did not answer when it was called last" />}
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
        {on && brokenWords(split, broken)}
      </p>
      {children}
    </section>
  );
});

const NONE_BROKEN: ReadonlyMap<string, string> = new Map();

/** Which rescues would not rescue. The first in order is nobody's rescue, so it is left out. */
function brokenWords(split: Split, broken: ReadonlyMap<string, string>): ReactNode {
  const rescues = split.slice(1).filter((share) => broken.has(share.entity));
  if (rescues.length === 0) return null;
  const names = listed(rescues.map((share) => share.entity));
  return (
    <>
      {" "}
      <span className={styles.broken}>
        {names} {rescues.length === 1 ? "does" : "do"} not work at present, so{" "}
        {rescues.length === 1 ? "it rescues" : "they rescue"} nobody.
      </span>
    </>
  );
}

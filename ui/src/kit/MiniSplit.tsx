// A traffic split in the space of a table cell: the live bar, the coming one thin below it, and the same in words.
// Standby (0 %) is a dashed stub. Changing a split is the traffic room's.
import type { Share } from "../ipc/bindings";
import { classes } from "./classes";
import styles from "./MiniSplit.module.css";
import { swatchClass, swatchIndex } from "./Swatch";

type Props = {
  shares: readonly Share[];
  pending?: readonly Share[] | null | undefined;
  words?: boolean | undefined;
};

export function MiniSplit({ shares, pending, words = false }: Props) {
  const text = splitWords(shares, pending);
  return (
    <div className={styles.place}>
      <div
        role="img"
        aria-label={spoken(shares, pending)}
        className={classes(styles.bars, pending ? styles.two : null)}
      >
        <Bar shares={shares} order={shares} />
        {pending && <Bar shares={pending} order={shares} />}
      </div>
      {words && (
        <span className={styles.words} aria-hidden="true">
          {text}
        </span>
      )}
    </div>
  );
}

function Bar({ shares, order }: { shares: readonly Share[]; order: readonly Share[] }) {
  if (shares.length === 0) return <span className={styles.none} />;
  return (
    <span className={styles.bar}>
      {shares.map((share, position) => {
        const known = order.findIndex((one) => one.entity === share.entity);
        const look = swatchClass(swatchIndex(known < 0 ? position : known));
        const idle = share.percent === 0;
        return (
          <i
            key={share.entity}
            className={classes(look, idle && styles.idle)}
            style={idle ? undefined : { flexGrow: share.percent }}
          />
        );
      })}
    </span>
  );
}

/** "80 / 20, going to 60 / 40"; the one entity's name when there is only one. */
export function splitWords(shares: readonly Share[], pending?: readonly Share[] | null): string {
  const first = shares[0];
  if (!first) return pending ? `Nothing yet, going to ${percents(pending)}` : "Nothing is served";
  const now = shares.length === 1 ? first.entity : percents(shares);
  return pending ? `${now}, going to ${percents(pending)}` : now;
}

function percents(shares: readonly Share[]): string {
  return shares.map((share) => share.percent).join(" / ");
}

function spoken(shares: readonly Share[], pending?: readonly Share[] | null): string {
  const say = (list: readonly Share[]) =>
    list.map((share) => `${share.entity} ${share.percent} %`).join(", ");
  if (shares.length === 0) return "Nothing is served";
  return pending ? `${say(shares)}; going to ${say(pending)}` : say(shares);
}

// The texts as places on a plane: what is alike lies near. The picture only repeats the table, so a screen reader gets one
// sentence and the ranking; pressing a place chooses its text.
import type { EmbeddingPicture } from "../ipc/bindings";
import styles from "./MapView.module.css";
import { letter, places } from "./model";

type Props = {
  texts: readonly string[];
  picture: EmbeddingPicture;
  chosen: number;
  onChoose: (at: number) => void;
};

const WIDTH = 640;
const HEIGHT = 400;

export function MapView({ texts, picture, chosen, onChoose }: Props) {
  const at = places(picture.points, WIDTH, HEIGHT, 28);
  const near = (picture.nearest[chosen] ?? []).slice(0, 3);
  const own = at[chosen];
  const summary =
    near.length === 0
      ? "Map with one text"
      : `Map of ${texts.length} texts. Nearest to ${letter(chosen)}: ${near.map(letter).join(", ")}.`;
  const size = texts.length > 60 ? 7 : 11;
  return (
    <figure className={styles.figure}>
      <svg className={styles.map} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={summary}>
        {own &&
          near.map((other) => {
            const to = at[other];
            return (
              to && <line key={other} x1={own.x} y1={own.y} x2={to.x} y2={to.y} className={styles.line} />
            );
          })}
        {at.map((place, text) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the pointer's way to what the table's row heads do by keyboard.
          <g
            // biome-ignore lint/suspicious/noArrayIndexKey: a text is its place in the run.
            key={text}
            transform={`translate(${place.x} ${place.y})`}
            className={styles.place}
            data-chosen={text === chosen || undefined}
            onClick={() => onChoose(text)}
          >
            <title>{`${letter(text)}: ${texts[text] ?? ""}`}</title>
            <circle r={size} />
            {size > 8 && <text dy="0.36em">{letter(text)}</text>}
          </g>
        ))}
      </svg>
      <figcaption>
        What is alike lies near. Two dimensions show {Math.round(picture.shown * 100)} % of the differences,
        so what looks near can still be apart; the table has the last word.
      </figcaption>
    </figure>
  );
}

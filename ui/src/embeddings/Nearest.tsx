// The other texts in the order of likeness to the chosen one.
import type { EmbeddingPicture } from "../ipc/bindings";
import { letter, likeness, twoPlaces } from "./model";
import styles from "./Nearest.module.css";

type Props = {
  texts: readonly string[];
  picture: EmbeddingPicture;
  chosen: number;
  onChoose: (at: number) => void;
};

export function Nearest({ texts, picture, chosen, onChoose }: Props) {
  const nearest = picture.nearest[chosen] ?? [];
  if (nearest.length === 0) return <p className={styles.alone}>There is no other text to be near to.</p>;
  return (
    <div className={styles.nearest}>
      <p className={styles.of}>
        <span className={styles.letter}>{letter(chosen)}</span>
        <b>{texts[chosen]}</b>
      </p>
      <ol aria-label={`Nearest to text ${letter(chosen)}`}>
        {nearest.map((at) => {
          const number = likeness(picture, chosen, at);
          return (
            <li key={at}>
              <button type="button" onClick={() => onChoose(at)} title={`What is near to ${letter(at)}`}>
                <span className={styles.letter}>{letter(at)}</span>
                <span className={styles.text}>{texts[at]}</span>
                <svg className={styles.bar} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                  <rect width="100" height="6" rx="3" className={styles.rail} />
                  <rect
                    width={Math.max(0, Math.min(1, number)) * 100}
                    height="6"
                    rx="3"
                    className={styles.fill}
                  />
                </svg>
                <span className={styles.number}>{twoPlaces(number)}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

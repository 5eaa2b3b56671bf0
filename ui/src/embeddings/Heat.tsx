// How alike each pair is: a real table, read by a screen reader row by row, coloured by a ramp that only repeats the
// numbers. A row's head chooses its text.

import type { CSSProperties } from "react";
import type { EmbeddingPicture } from "../ipc/bindings";
import { VisuallyHidden } from "../kit/VisuallyHidden";
import styles from "./Heat.module.css";
import { count, heatStep, letter, likeness, MOST_SHOWN, shownTexts, twoPlaces } from "./model";

type Props = {
  texts: readonly string[];
  picture: EmbeddingPicture;
  chosen: number;
  onChoose: (at: number) => void;
};

export function Heat({ texts, picture, chosen, onChoose }: Props) {
  const shown = shownTexts(picture, chosen);
  const nearest = picture.nearest[chosen]?.[0];
  return (
    <>
      {shown.length < texts.length && (
        <p className={styles.some}>
          Text {letter(chosen)} and the {MOST_SHOWN - 1} most like it, of {count(texts.length)}. The file
          holds the whole table.
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways has to be reachable by keyboard. */}
      <section className={styles.scroll} aria-label="How alike they are, table" tabIndex={0}>
        <table
          className={styles.heat}
          data-many={shown.length > 12 || undefined}
          style={{ "--columns": shown.length } as CSSProperties}
        >
          <caption>
            <VisuallyHidden>Cosine similarity of each pair of texts: 0 unrelated, 1 the same</VisuallyHidden>
          </caption>
          <thead>
            <tr>
              <td />
              {shown.map((at) => (
                <th scope="col" key={at} title={texts[at]}>
                  <span className={styles.letter} data-chosen={at === chosen || undefined}>
                    {letter(at)}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((at) => (
              <tr key={at} data-chosen={at === chosen || undefined}>
                <th scope="row">
                  <button
                    type="button"
                    aria-pressed={at === chosen}
                    onClick={() => onChoose(at)}
                    title={texts[at]}
                  >
                    <span className={styles.letter} data-chosen={at === chosen || undefined}>
                      {letter(at)}
                    </span>
                    <span className={styles.cut}>{texts[at]}</span>
                  </button>
                </th>
                {shown.map((to) => (
                  <Cell
                    key={to}
                    self={at === to}
                    number={likeness(picture, at, to)}
                    top={(at === chosen && to === nearest) || (to === chosen && at === nearest)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Cell({ self, number, top }: { self: boolean; number: number; top: boolean }) {
  if (self) {
    return (
      <td className={styles.self}>
        <VisuallyHidden>same text</VisuallyHidden>
      </td>
    );
  }
  return (
    <td data-step={heatStep(number)} data-top={top || undefined}>
      {twoPlaces(number)}
    </td>
  );
}

export function Ramp() {
  return (
    <span className={styles.ramp} aria-hidden="true">
      unrelated
      {[0, 1, 2, 3, 4, 5, 6, 7].map((step) => (
        <i key={step} data-step={step} />
      ))}
      same
    </span>
  );
}

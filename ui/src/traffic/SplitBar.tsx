// The split as one bar: segments in fallback order, a divider between visible neighbours, ghost lines and a strip for what
// is live. Small segments carry their label under the bar. What a drag or a key means is divider.ts's.
import { type CSSProperties, type KeyboardEvent, useRef } from "react";
import type { Share } from "../ipc/bindings";
import { classes } from "../kit/classes";
import { swatchClass, swatchIndex } from "../kit/Swatch";
import { type Fit, HIT, type Lane, labelFit, lanes, spread, TOUCH_HIT } from "./bar";
import { type Divider, dividers } from "./divider";
import type { Split, SplitShare } from "./model";
import styles from "./SplitBar.module.css";
import { useDividerDrag } from "./useDividerDrag";
import { useTouch } from "./useTouch";
import { useWidth } from "./useWidth";
import { differences } from "./words";

export type SplitBarProps = {
  split: Split;
  /** 0-based place of each entity for its colour and pattern. */
  places: ReadonlyMap<string, number>;
  live: readonly Share[] | null;
  upright: boolean;
  disabledReason?: string | null | undefined;
  onMove: (left: string, position: number, run: string | null) => void;
  onPreview: (split: Split | null) => void;
};

export function SplitBar({ split, places, live, upright, disabledReason, onMove, onPreview }: SplitBarProps) {
  const [bar, width] = useWidth<HTMLDivElement>();
  const segments = useRef(new Map<string, HTMLElement>());
  const handles = useRef(new Map<string, HTMLElement>());
  const shown = split.filter((share) => share.percent > 0);
  const all = dividers(split);
  // Before the first measure a usual width keeps labels from jumping.
  const pixels = upright ? UPRIGHT_HEIGHT : width || 800;
  const hit = useTouch() ? TOUCH_HIT : HIT;
  const inLane = lanes(
    all.map((one) => (one.now / 100) * pixels),
    hit,
  );

  const paint = (next: Split) => {
    for (const { entity, percent } of next) {
      const segment = segments.current.get(entity);
      segment?.style.setProperty("--n", String(percent));
      const number = segment?.querySelector("b");
      if (number) number.textContent = `${percent} %`;
    }
  };
  const drag = useDividerDrag({
    split,
    upright,
    hit,
    enabled: !disabledReason,
    paint,
    onPreview,
    onGrab: (divider) => handles.current.get(divider.left)?.focus(),
    onDrop: (left, position) => onMove(left, position, null),
    onFixed: (divider) => onMove(divider.left, divider.now, null),
  });

  return (
    <div className={styles.bars}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; these are sliders on one bar. */}
      <div
        ref={bar}
        role="group"
        aria-label="Traffic split"
        className={styles.bar}
        data-off={disabledReason ? true : undefined}
        {...drag}
      >
        {shown.map((share, at) => {
          const divider = all[at];
          return [
            <div
              key={share.entity}
              ref={keep(segments.current, share.entity)}
              className={classes(styles.segment, look(places, share.entity))}
              style={{ "--n": share.percent } as CSSProperties}
            >
              <Plate
                share={share}
                fits={labelFit(share.percent, upright ? 200 : (share.percent / 100) * pixels)}
              />
            </div>,
            divider && (
              <Handle
                key={`after ${share.entity}`}
                ref={keep(handles.current, share.entity)}
                divider={divider}
                lane={inLane[at] ?? { lane: 0, of: 1 }}
                upright={upright}
                disabledReason={disabledReason ?? null}
                onMove={onMove}
              />
            ),
          ];
        })}
        {live && <Ghosts live={live} draft={split} />}
      </div>
      <SmallLabels shown={shown} places={places} pixels={pixels} upright={upright} />
      {live && <LiveStrip live={live} places={places} />}
    </div>
  );
}

/** Same as the height of the upright bar in the stylesheet. */
const UPRIGHT_HEIGHT = 320;

function look(places: ReadonlyMap<string, number>, entity: string): string {
  return swatchClass(swatchIndex(places.get(entity) ?? 0));
}

function keep(map: Map<string, HTMLElement>, key: string) {
  return (element: HTMLElement | null) => {
    if (element) map.set(key, element);
    else map.delete(key);
  };
}

function Plate({ share, fits }: { share: SplitShare; fits: Fit }) {
  if (fits === "below") return null;
  return (
    <span className={styles.plate} title={share.entity}>
      <b>{`${share.percent} %`}</b>
      {fits === "name" && <span>{share.entity}</span>}
    </span>
  );
}

type HandleProps = {
  divider: Divider;
  lane: Lane;
  upright: boolean;
  disabledReason: string | null;
  onMove: SplitBarProps["onMove"];
  ref: (element: HTMLElement | null) => void;
};

function Handle({ divider, lane, upright, disabledReason, onMove, ref }: HandleProps) {
  const reason = disabledReason ?? divider.fixed;
  const onKeyDown = (event: KeyboardEvent) => {
    const to = target(event, divider, upright);
    if (to === null || disabledReason) return;
    event.preventDefault();
    onMove(divider.left, to, `divider ${divider.left}`);
  };
  return (
    <div
      ref={ref}
      role="slider"
      tabIndex={0}
      className={styles.handle}
      style={{ "--lane": lane.lane, "--lanes": lane.of } as CSSProperties}
      aria-label={`Between ${divider.left} and ${divider.right}`}
      aria-valuemin={divider.min}
      aria-valuemax={divider.max}
      aria-valuenow={divider.now}
      aria-valuetext={divider.spoken}
      aria-orientation={upright ? "vertical" : "horizontal"}
      aria-disabled={reason ? true : undefined}
      title={reason ?? undefined}
      onKeyDown={onKeyDown}
    />
  );
}

/** Where a key sends the divider. Arrows go the way they point: on the upright bar down makes the upper share larger. */
function target(event: KeyboardEvent, divider: Divider, upright: boolean): number | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const arrow = event.shiftKey ? 5 : 1;
  switch (event.key) {
    case "ArrowRight":
      return divider.now + arrow;
    case "ArrowLeft":
      return divider.now - arrow;
    case "ArrowUp":
      return divider.now + (upright ? -arrow : arrow);
    case "ArrowDown":
      return divider.now + (upright ? arrow : -arrow);
    case "PageUp":
      return divider.now + 10;
    case "PageDown":
      return divider.now - 10;
    case "Home":
      return divider.min;
    case "End":
      return divider.max;
    default:
      return null;
  }
}

/** Where the live split has its borders, while the draft has them elsewhere. */
function Ghosts({ live, draft }: { live: readonly Share[]; draft: Split }) {
  if (differences(live, draft).length === 0) return null;
  return borders(live).map((at) => (
    <span key={at} className={styles.ghost} style={{ "--at": `${at}%` } as CSSProperties} />
  ));
}

function borders(live: readonly Share[]): number[] {
  let at = 0;
  const all = live.map((share) => {
    at += share.percent;
    return at;
  });
  return [...new Set(all)].filter((border) => border > 0 && border < 100);
}

type LabelsProps = {
  shown: readonly SplitShare[];
  places: ReadonlyMap<string, number>;
  pixels: number;
  upright: boolean;
};

function SmallLabels({ shown, places, pixels, upright }: LabelsProps) {
  let start = 0;
  const below = shown.flatMap((share) => {
    const centre = ((start + share.percent / 2) / 100) * pixels;
    start += share.percent;
    const fits = labelFit(share.percent, upright ? 200 : (share.percent / 100) * pixels);
    return fits === "below" ? [{ share, centre }] : [];
  });
  if (below.length === 0) return null;
  const room = below.length * 140 <= pixels * 0.8 ? 140 : 46;
  const lefts = spread(
    below.map((one) => one.centre),
    room,
    pixels,
  );
  return (
    <div className={styles.below} aria-hidden="true">
      {below.map(({ share }, at) => (
        <span
          key={share.entity}
          title={share.entity}
          style={{ "--left": `${lefts[at] ?? 0}px`, "--room": `${room}px` } as CSSProperties}
        >
          <i className={classes(styles.dot, look(places, share.entity))} />
          <b>{`${share.percent} %`}</b>
          {(room > 46 || upright) && <span>{share.entity}</span>}
        </span>
      ))}
    </div>
  );
}

function LiveStrip({ live, places }: { live: readonly Share[]; places: ReadonlyMap<string, number> }) {
  const shown = live.filter((share) => share.percent > 0);
  const said = shown.map((share) => `${share.entity} ${share.percent}`).join(", ");
  return (
    <>
      <div role="img" aria-label={`Live now: ${said} percent`} className={styles.live}>
        {shown.map((share) => (
          <i
            key={share.entity}
            className={look(places, share.entity)}
            style={{ "--n": share.percent } as CSSProperties}
          />
        ))}
      </div>
      <div className={styles.numbers} aria-hidden="true">
        {shown.map((share, at) => (
          <span key={share.entity} style={{ "--n": share.percent } as CSSProperties}>
            {at === 0 ? `Live now: ${share.percent}` : share.percent}
          </span>
        ))}
      </div>
    </>
  );
}

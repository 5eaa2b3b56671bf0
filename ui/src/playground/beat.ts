// One beat for everything that is written while it streams. Thirty drawings a second are as smooth as a person reads, and
// cost half of what sixty do; texts that stream side by side are drawn in the same frame, so that they share its price.
// A frame is wanted from the browser when the beat comes, never before: waiting costs nothing.

/** Milliseconds from one drawing to the next. A little less than two frames, so that the second one is not missed. */
const BEAT = 30;

const due = new Set<() => void>();
let last = Number.NEGATIVE_INFINITY;
let waiting = false;

/** Draws at the next beat. A drawing that already waits for it is not taken twice. */
export function drawAtBeat(draw: () => void): void {
  due.add(draw);
  if (waiting) return;
  waiting = true;
  const left = last + BEAT - performance.now();
  if (left <= 0) requestAnimationFrame(drawAll);
  else setTimeout(() => requestAnimationFrame(drawAll), left);
}

function drawAll(): void {
  waiting = false;
  last = performance.now();
  const now = [...due];
  due.clear();
  for (const draw of now) draw();
}

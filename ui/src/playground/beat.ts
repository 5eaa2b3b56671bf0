// One beat for everything that is written while it streams. Thirty drawings a second are as smooth as a person reads and
// cost half of what sixty do. Texts that stream side by side take turns, one a frame: together they would make a frame so
// heavy that the next ones are missed. A frame is wanted from the browser when the beat comes, never before.

/** Milliseconds from one drawing to the next. A little less than two frames, so that the second one is not missed. */
const BEAT = 30;

/** In the order in which they began to wait. */
const due = new Set<() => void>();
let last = Number.NEGATIVE_INFINITY;
let waiting = false;

/** Draws at the next beat. A drawing that already waits for it is not taken twice. */
export function drawAtBeat(draw: () => void): void {
  due.add(draw);
  if (!waiting) wait(last + BEAT - performance.now());
}

function wait(left: number): void {
  waiting = true;
  if (left <= 0) requestAnimationFrame(drawOne);
  else setTimeout(() => requestAnimationFrame(drawOne), left);
}

function drawOne(): void {
  last = performance.now();
  const [draw] = due;
  if (draw === undefined) {
    waiting = false;
    return;
  }
  due.delete(draw);
  const others = due.size > 0;
  draw();
  waiting = false;
  // What is wanted again while it is drawn keeps to the beat; who waits beside it is next.
  if (due.size > 0) wait(others ? 0 : BEAT);
}

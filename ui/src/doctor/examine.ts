// One examination as the window sees it: lines come one by one, each at first running; the report comes at the end. A new
// one takes the place of the old, and leaving the page stops it.
import { useCallback, useEffect, useRef, useState } from "react";
import { commands, type DoctorLine, type DoctorReport, type DoctorTarget } from "../ipc/bindings";
import { type FailureError, failureOf, unwrap } from "../ipc/call";
import { channel } from "../ipc/host";

export type Examination = {
  lines: readonly DoctorLine[];
  report: DoctorReport | null;
  running: boolean;
  failure: FailureError["failure"] | null;
};

const NOTHING: Examination = { lines: [], report: null, running: false, failure: null };

/** A line takes the place of the one of the same check; a new check goes to the end. */
export function withLine(lines: readonly DoctorLine[], line: DoctorLine): DoctorLine[] {
  const known = lines.some((one) => one.check === line.check);
  return known ? lines.map((one) => (one.check === line.check ? line : one)) : [...lines, line];
}

export function useExamination() {
  const [seen, setSeen] = useState<Examination>(NOTHING);
  const run = useRef<string | null>(null);

  const stop = useCallback(() => {
    const under = run.current;
    run.current = null;
    if (under) void commands.doctorStop(under);
    setSeen((before) => ({ ...before, running: false }));
  }, []);

  const start = useCallback(async (target: DoctorTarget) => {
    const before = run.current;
    if (before) void commands.doctorStop(before);
    const id = crypto.randomUUID();
    run.current = id;
    const mine = () => run.current === id;
    setSeen({ ...NOTHING, running: true });
    const told = channel<DoctorLine>((line) => {
      if (mine()) setSeen((now) => ({ ...now, lines: withLine(now.lines, line) }));
    });
    try {
      const report = await unwrap(commands.doctorRun(target, id, told), { quiet: true });
      if (mine()) setSeen({ lines: report.lines, report, running: false, failure: null });
    } catch (error) {
      if (mine()) setSeen((now) => ({ ...now, running: false, failure: failureOf(error) }));
    } finally {
      if (mine()) run.current = null;
    }
  }, []);

  useEffect(
    () => () => {
      const under = run.current;
      run.current = null;
      if (under) void commands.doctorStop(under);
    },
    [],
  );

  return { seen, start, stop };
}

/** "7 fine, 2 to look at", as far as it has come. */
export function countWords(lines: readonly DoctorLine[]): string {
  const count = (...states: DoctorLine["state"][]) =>
    lines.filter((line) => states.includes(line.state)).length;
  const fine = count("ok");
  const look = count("warning", "failed");
  const skipped = count("skipped");
  const parts = [
    `${fine} fine`,
    look > 0 ? `${look} to look at` : "",
    skipped > 0 ? `${skipped} not tried` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

// What just happened and the way back, at the bottom right. Six seconds, longer while hovered or focused; failures stay.
// The shelf they stand on is loaded after the first screen, before anybody has done anything that could be told.
import { createContext, lazy, type ReactNode, Suspense, use, useEffect, useState } from "react";

const Shelf = lazy(() => import("./ToastShelf").then((loaded) => ({ default: loaded.ToastShelf })));

export type ToastTone = "ready" | "failed" | "info" | "warning";
export type ToastWords = {
  tone: ToastTone;
  title: ReactNode;
  object?: ReactNode;
  action?: { label: string; onClick: () => void } | undefined;
};
export type Say = (words: ToastWords) => void;

const SHELF_AFTER_MS = 1_000;

/** Takes messages until there is a shelf, and hands them on from then. */
export class ToastQueue {
  private readonly waiting: ToastWords[] = [];
  private shelf: Say | null = null;
  private wanted: () => void = () => undefined;

  readonly say: Say = (words) => {
    if (this.shelf) return this.shelf(words);
    this.waiting.push(words);
    this.wanted();
  };

  /** What to do when a message waits and there is no shelf. */
  onWanted(wanted: () => void): void {
    this.wanted = wanted;
  }

  /** The shelf is there; it gets what waited. Null: it is gone. */
  standsAt(shelf: Say | null): void {
    this.shelf = shelf;
    if (shelf) for (const words of this.waiting.splice(0)) shelf(words);
  }
}

const Queue = createContext<ToastQueue | null>(null);

/** `const toast = useToast(); toast({ tone: "ready", title: "Version 15 is live" })` */
export function useToast(): Say {
  const queue = use(Queue);
  if (!queue) throw new Error("useToast is only for what stands inside the ToastProvider.");
  return queue.say;
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [queue] = useState(() => new ToastQueue());
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    queue.onWanted(() => setWanted(true));
    // Standing there before it is needed, it is known to screen readers as a place where messages appear.
    const timer = setTimeout(() => setWanted(true), SHELF_AFTER_MS);
    return () => clearTimeout(timer);
  }, [queue]);
  return (
    <Queue value={queue}>
      {children}
      {wanted && (
        <Suspense fallback={null}>
          <Shelf queue={queue} />
        </Suspense>
      )}
    </Queue>
  );
}

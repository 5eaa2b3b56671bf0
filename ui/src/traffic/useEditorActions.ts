// What a person can ask of the split, as callbacks that stay the same for as long as the editor lives, so that memoised
// parts repaint only when their numbers change; and the keys that work anywhere in the editor. Used by SplitEditor.
import { type KeyboardEvent, type RefObject, useCallback, useMemo } from "react";
import { moveDivider } from "./divider";
import { moveInOrder, setLock, setShare, stepShare } from "./model";
import { allTo, canary, even, swap } from "./presets";
import type { Editing } from "./useSplit";

export type EditorActions = {
  onType: (entity: string, percent: number) => boolean;
  onStep: (entity: string, by: number) => void;
  onLock: (entity: string, locked: boolean) => void;
  onOrder: (entity: string, by: -1 | 1) => void;
  onMove: (left: string, position: number, run: string | null) => void;
  onGive: (entity: string) => void;
  onEven: () => void;
  onAllTo: (entity: string) => void;
  onCanary: (entity: string, percent: number) => void;
  onSwap: (one: string, other: string) => void;
  onGiveUp: () => void;
};

export function useEditorActions(editing: Editing, root: RefObject<HTMLElement | null>): EditorActions {
  const { attempt, forgetRefusal } = editing;
  return useMemo(
    () => ({
      onType: (entity, percent) => attempt((now) => setShare(now, entity, percent), entity),
      onStep: (entity, by) => attempt((now) => stepShare(now, entity, by), entity, `share ${entity}`),
      onLock: (entity, locked) => attempt((now) => ({ ok: true, split: setLock(now, entity, locked) })),
      onOrder: (entity, by) => attempt((now) => moveInOrder(now, entity, by)),
      onMove: (left, position, run) => attempt((now) => moveDivider(now, left, position), null, run),
      onGive: (entity) => {
        if (attempt((now) => setShare(now, entity, 1))) focusShare(root, entity);
      },
      onEven: () => attempt(even),
      onAllTo: (entity) => attempt((now) => allTo(now, entity)),
      onCanary: (entity, percent) => attempt((now) => canary(now, entity, percent)),
      onSwap: (one, other) => attempt((now) => swap(now, one, other)),
      onGiveUp: forgetRefusal,
    }),
    [attempt, forgetRefusal, root],
  );
}

/** Ctrl Z, Ctrl Shift Z and R. `backHome` is null while editing is closed. */
export function useEditorKeys(editing: Editing, backHome: (() => void) | null) {
  return useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      if (backHome === null) return;
      const typing = event.target instanceof HTMLInputElement;
      const key = event.key.toLowerCase();
      const command = event.ctrlKey || event.metaKey;
      if (command && key === "z") (event.shiftKey ? editing.redo : editing.undo)();
      else if (command && key === "y") editing.redo();
      else if (key === "r" && !command && !event.altKey && !typing) backHome();
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    [editing, backHome],
  );
}

/** A woken entity leaves the tray, so the hand goes on in its number field. */
function focusShare(root: RefObject<HTMLElement | null>, entity: string): void {
  requestAnimationFrame(() => {
    root.current?.querySelector<HTMLInputElement>(`input[data-share-of="${CSS.escape(entity)}"]`)?.focus();
  });
}

// A failure as the words of a toast, for acts that have no place of their own to show it.
import { failureOf } from "../ipc/call";
import type { ToastWords } from "../kit/Toast";

export function failureWords(error: unknown): ToastWords {
  const { explanation } = failureOf(error);
  return { tone: "failed", title: explanation.title, object: explanation.cause };
}

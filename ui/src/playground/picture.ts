// Pictures that go along with a message: which kinds, how big a request may get, and files to text. The core checks again.
import type { Attachment, Chat } from "../ipc/bindings";

/** What Databricks takes as one request, in bytes. */
export const MOST_BYTES = 4 * 1024 * 1024;

const KINDS: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
export const ACCEPTED = [...KINDS].join(",");

const DRAWN = /^data:image\/(?:png|jpeg|gif|webp);base64,/u;

/** True for an address that holds a picture itself and nothing else. */
export function isPicture(address: string): boolean {
  const head = DRAWN.exec(address)?.[0];
  return head !== undefined && !/[^A-Za-z0-9+/=]/u.test(address.slice(head.length));
}

/** Why a file cannot go along, or null. */
export function refusal(file: { name: string; type: string; size: number }, taken: number): string | null {
  if (!KINDS.has(file.type))
    return `${file.name} is no picture of a kind models read: PNG, JPEG, GIF or WebP.`;
  if (file.size === 0) return `${file.name} is empty.`;
  if (inRequest(file.size) > MOST_BYTES) {
    return `${file.name} has ${bytesInWords(file.size)}. A request may have 4 MB, and a picture grows by a third on its way. Make it smaller than 3 MB.`;
  }
  if (taken + inRequest(file.size) > MOST_BYTES) {
    return `With ${file.name} the request would have ${bytesInWords(taken + inRequest(file.size))}, and 4 MB is the most. Pictures sent earlier in this chat count too; a new chat begins without them.`;
  }
  return null;
}

/** A picture travels as text, four letters for three bytes. */
function inRequest(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/** About how big the next request gets: all that was said on this path, its pictures, and what is being typed. */
export function requestBytes(chat: Chat, draft: string): number {
  let sum = 400 + chat.options.system.length + draft.length + pictures(chat.draftAttachments);
  for (const turn of chat.turns) {
    sum += turn.prompt.length + pictures(turn.attachments) + 64;
    const shown = turn.answers.find((answer) => answer.id === turn.shown) ?? turn.answers.at(-1);
    sum += shown?.text.length ?? 0;
  }
  return sum;
}

function pictures(all: readonly Attachment[]): number {
  return all.reduce((sum, one) => sum + inRequest(one.bytes), 0);
}

/** "820 KB", "1.3 MB". */
export function bytesInWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** The bytes of a file as base64 text. */
export function base64Of(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const address = String(reader.result);
      resolve(address.slice(address.indexOf(",") + 1));
    };
    reader.onerror = () => reject(reader.error ?? new Error("The file could not be read."));
    reader.readAsDataURL(file);
  });
}

// Where an endpoint is tried: the room that does its task, and the words for going there. Used by the pages of endpoints and by
// the command palette.
import type { IconName } from "../kit/Icon";

export type PlaceToTry = "/chat" | "/completions" | "/embeddings";

export function placeToTry(task: string | null): PlaceToTry {
  if (task === "llm/v1/embeddings") return "/embeddings";
  return task === "llm/v1/completions" ? "/completions" : "/chat";
}

export const ROOM_WORDS: Record<PlaceToTry, { room: string; title: string; icon: IconName; words: string }> =
  {
    "/chat": { room: "Chat", title: "Try it in Chat", icon: "chat", words: "prompt playground ask" },
    "/completions": {
      room: "Completions",
      title: "Complete a prompt with it",
      icon: "pencil",
      words: "try completions playground",
    },
    "/embeddings": {
      room: "Embeddings",
      title: "Compare texts with it",
      icon: "table",
      words: "try embeddings vectors similarity",
    },
  };

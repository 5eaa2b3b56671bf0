// Conversations of the made-up core: one that shows everything an answer can be, one of two thousand messages, and one
// question at a time answered word by word.
import type { Answer, AnswerEvent, Chat } from "../src/ipc/bindings";
import * as world from "./world";

type Args = Record<string, unknown>;
type Sink<T> = { onmessage: (message: T) => void };
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

const RED =
  "iVBORw0KGgoAAAANSUhEUgAAAKAAAABkCAIAAACO1KzYAAABLElEQVR42u3Rh00CABiEUcJcDuF02HvBimKvgL2CspHJb24IzftyE9xrtCYnfjeVTddmstlsrjafLWSLtaVsOVuprWZr2XptI9vM2rWtbDvbqe1me9l+rZMdZIe1bnaUHddOstPsrHaeXWSXtavsOrup3Wa9rF8bZHfZfe0he8yeas/ZS/Zae8ves4/aZzbMRrWv7Dsb15oN/esAAxZgARZgARZgAQYswAIswAIswAIMWIAFWIAFWIAFWIABC7AAC7AAC7AAAxZgARZgARZgAQYswAIswAIswAIswIAFWIAFWIAFWIABC7AAC7AAC7AAA3YBYAEWYAEWYAEWYMACLMACLMACLMCABViABViABViABRiwAAuwAAuwAAswYAEWYAEWYAEWYMACrL/ZD5gjyGOpOavEAAAAAElFTkSuQmCC";
const PICTURE = { id: "p1", name: "pallet-R17.png", mediaType: "image/png", bytes: 842_000 };

const CODE =
  'The check in three lines:\n\n```python\n# true when the parcel is late\ndef late(days: int) -> bool:\n    return days > 5 and "express" not in tags\n```\n\n| Port | Days |\n|:--|--:|\n| Rotterdam | 6 |\n| Genoa | 2 |';

const { answer, turnOf } = world;
const claude = {
  servedBy: "anthropic-claude",
  providerName: "Anthropic",
  share: 30,
  position: 1,
  model: "claude-sonnet-4",
};

const everything = (): Chat => ({
  ...(world.chats[0] as Chat),
  id: "rich",
  title: "Delayed pallet, customer answer",
  starred: true,
  turns: [
    {
      ...turnOf(
        "r1",
        "Write a short answer to Frau Lindqvist. Her delivery is 6 days late because of a customs check in Rotterdam. Offer a call.",
        answer({ id: "v1" }),
        answer({
          id: "v2",
          text: "Dear Frau Lindqvist,\n\nyour delivery is six days late, and I am sorry about that.",
        }),
      ),
      variables: [
        ["customer_name", "Frau Lindqvist"],
        ["days_late", "6"],
      ],
      branches: { at: 1, of: 2, turns: ["r0", "r1"] },
    },
    {
      ...turnOf("r2", "What is on this picture?", answer({ ...claude, text: CODE })),
      attachments: [PICTURE],
    },
    turnOf(
      "r3",
      "Which pallets are late? As data.",
      answer({
        text: '{"late":[{"pallet":"R-17","port":"Rotterdam","days":6},{"pallet":"G-02","port":"Genoa","days":2}],"checked":true,"note":null}',
        cost: null,
        fromCache: { at: Date.now() - 7_200_000 },
      }),
    ),
    turnOf(
      "r4",
      "Where is R-17 now?",
      answer({
        ...claude,
        text: "",
        finishReason: "tool_calls",
        cost: null,
        toolCalls: [{ id: "1", name: "track_pallet", arguments: '{"pallet":"R-17","live":true}' }],
      }),
    ),
    turnOf(
      "r5",
      "Who wrote about it?",
      answer({
        text: "Two people did: <EMAIL_ADDRESS> and someone at <PHONE_NUMBER>.",
        reasoning: "I look for the people who wrote.",
        masked: true,
        guardrails: [
          { side: "output", what: "an e-mail address", spots: ["<EMAIL_ADDRESS>"] },
          { side: "output", what: "a phone number", spots: ["<PHONE_NUMBER>"] },
        ],
        breakdown: {
          connectMs: 38,
          waitingMs: null,
          gatewayMs: 55,
          providerMs: 317,
          generationMs: 1_490,
          sentence: "Most of the time went into writing; the first word came after 0.4 s.",
        },
      }),
    ),
  ],
});

const long = (): Chat => ({
  ...(world.chats[0] as Chat),
  id: "long",
  title: "A thousand questions",
  turns: Array.from({ length: 1_000 }, (_, at) =>
    turnOf(
      `t${at}`,
      `Question ${at}`,
      answer({ id: `l${at}`, text: at % 3 === 0 ? CODE : world.LONG_ANSWER }),
    ),
  ),
});

function chatOf(id: unknown): Chat | undefined {
  if (id === "rich") return everything();
  if (id === "long") return long();
  return world.chats.find((chat) => chat.id === id) ?? world.chats[0];
}

/** Commands of the playground, as the made-up core answers them. */
export const chats: Record<string, (args: Args) => unknown> = {
  playground_chats: () =>
    world.chats.map(({ id, title, endpoint, entity, updatedAt, turns, starred, recorded }) => ({
      ...{ id, title, endpoint, entity, updatedAt, starred, recorded },
      turns: turns.length,
    })),
  playground_chat: ({ id }) => chatOf(id),
  playground_start: ({ endpoint, entity }): Chat =>
    world.newChat(String(endpoint), (entity as string | null) ?? null),
  playground_target: ({ id, endpoint, entity }) => ({ ...chatOf(id), endpoint, entity }),
  playground_save_options: () => null,
  playground_save_draft: () => null,
  playground_stop: () => null,
  playground_delete: () => null,
  playground_show: () => null,
  playground_branch: ({ id }) => chatOf(id),
  playground_rename: () => null,
  playground_star: () => null,
  playground_record: () => null,
  playground_attach: ({ name, mediaType }) => ({ ...PICTURE, id: crypto.randomUUID(), name, mediaType }),
  playground_attachment: () => `data:image/png;base64,${RED}`,
  playground_detach: () => null,
  playground_defaults: () => ({
    temperature: { min: 0, max: 2, default: 1, accepted: true },
    maxTokens: { needed: false, default: null },
    notes: ["Who answers is chosen by the split, so what fits all of its providers is offered here."],
    images: "unknown",
    streams: true,
  }),
  playground_raw: () => ({
    method: "POST",
    path: "/serving-endpoints/support-assistant-chat/invocations",
    requestHeaders: [
      ["content-type", "application/json"],
      ["accept", "text/event-stream"],
    ],
    sent: '{"messages":[{"role":"user","content":"Where is R-17 now?"}],"temperature":0.3,"max_tokens":400,"stream":true}',
    status: 200,
    responseHeaders: [
      ["served-model-name", "openai-gpt"],
      ["x-request-id", "7c1e04af-22d1"],
    ],
    received: 'data: {"choices":[{"delta":{"content":"Dear"}}]}\n\ndata: [DONE]\n\n',
  }),
  playground_ask: ({ ask, events }) =>
    written(ask as { turnId: string | null; prompt: string }, events as Sink<AnswerEvent>),
};

/** "long 300" is answered with 300 KB. */
async function written(
  ask: { turnId: string | null; prompt: string },
  events: Sink<AnswerEvent>,
): Promise<Answer> {
  const turnId = ask.turnId ?? crypto.randomUUID();
  const started = answer({ outcome: "streaming", text: "" });
  events.onmessage({ kind: "started", turnId, answer: started });
  const wanted = Number(/^long (\d+)$/u.exec(ask.prompt)?.[1] ?? 0) * 1024;
  const whole =
    wanted === 0
      ? world.LONG_ANSWER
      : `${world.LONG_ANSWER}\n\n${CODE}\n\n`.repeat(
          Math.ceil(wanted / (world.LONG_ANSWER.length + CODE.length)),
        );
  const words = whole.split(/(?<= )/);
  for (let at = 0; at < words.length; at += wanted === 0 ? 1 : 12) {
    await pause(wanted === 0 ? 20 : 8);
    const text = words.slice(at, wanted === 0 ? at + 1 : at + 12).join("");
    events.onmessage({ kind: "text", answerId: started.id, seq: at, text });
  }
  const finished = { ...started, outcome: "complete" as const, text: whole };
  events.onmessage({ kind: "finished", turnId, answer: finished });
  return finished;
}

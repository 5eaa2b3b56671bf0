// What goes on in one conversation, outside React, so that an answer goes on being written while another page is open:
// the request (model.ts), the growing texts, the message being typed, and saving it. One object a conversation and query
// client. Components read it through the hooks at the end; nothing here draws.
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import {
  type Answer,
  type AnswerEvent,
  type Chat,
  type ChatOptions,
  commands,
  type Failure,
} from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { channel } from "../ipc/host";
import { DelayedSave } from "./delayedSave";
import { LiveText } from "./liveText";
import {
  broughtNothing,
  type Happening,
  IDLE,
  isRunning,
  next,
  type Request,
  turnFor,
  withAnswer,
} from "./model";
import { changeChat, playgroundKeys } from "./queries";

export class Conversation {
  readonly id: string;
  readonly #client: QueryClient;
  #request: Request = IDLE;
  #draft: string;
  #saveFailure: Failure | null = null;
  #asked = 0;
  #stopSent = false;
  readonly #texts = new Map<string, LiveText>();
  readonly #thoughts = new Map<string, LiveText>();
  readonly #listeners = new Set<() => void>();
  readonly #drafts: DelayedSave<string>;
  readonly #options: DelayedSave<ChatOptions>;

  constructor(client: QueryClient, chat: Chat) {
    this.id = chat.id;
    this.#client = client;
    this.#draft = chat.draft;
    const saved = (error: unknown) => this.#setSaveFailure(error === null ? null : failureOf(error));
    this.#drafts = new DelayedSave(
      async (text) => void (await unwrap(commands.playgroundSaveDraft(this.id, text))),
      saved,
    );
    this.#options = new DelayedSave(
      async (options) => void (await unwrap(commands.playgroundSaveOptions(this.id, options))),
      saved,
    );
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly request = (): Request => this.#request;
  readonly draft = (): string => this.#draft;
  /** Why typing is not being saved, or null. */
  readonly saveFailure = (): Failure | null => this.#saveFailure;

  /** The growing text of an answer of this session. */
  textOf(answerId: string): LiveText | undefined {
    return this.#texts.get(answerId);
  }

  thoughtsOf(answerId: string): LiveText | undefined {
    return this.#thoughts.get(answerId);
  }

  setDraft(text: string): void {
    this.#draft = text;
    this.#drafts.set(text);
    this.#tell();
  }

  setOptions(options: ChatOptions): void {
    changeChat(this.#client, this.id, (chat) => ({ ...chat, options }));
    this.#options.set(options);
  }

  /** Saves at once what is typed; called when the page is left. */
  leave(): void {
    for (const save of [this.#drafts, this.#options]) save.flush().catch(() => undefined);
  }

  /** Sends the message being typed. Nothing happens while another one runs or the box is empty. */
  send(): void {
    const prompt = this.#draft.trim();
    const chat = this.#chat();
    if (prompt === "" || chat === undefined || isRunning(this.#request)) return;
    void this.ask(turnFor(chat, prompt), prompt);
  }

  /** Asks something new (`turnId` null) or has a turn answered once more. Resolves when the answer ended, however. */
  async ask(turnId: string | null, prompt: string): Promise<void> {
    if (isRunning(this.#request)) return;
    this.#asked += 1;
    const askId = this.#asked;
    this.#stopSent = false;
    if (this.#draft.trim() === prompt) this.setDraft("");
    this.#happen({ kind: "ask", question: { askId, turnId, prompt, askedAt: Date.now() } });
    try {
      // The core answers with the options it has saved, so they are saved first.
      await this.#options.flush();
      const events = channel<AnswerEvent>((event) => this.#take(askId, event));
      const answer = await unwrap(commands.playgroundAsk({ chatId: this.id, turnId, prompt }, events));
      this.#finish(askId, answer);
    } catch (error) {
      this.#refuse(askId, prompt, failureOf(error));
    }
  }

  stop(): void {
    this.#happen({ kind: "stop" });
    this.#sendStop();
  }

  #take(askId: number, event: AnswerEvent): void {
    if (event.kind === "finished") this.#finish(askId, event.answer, event.turnId);
    else if (event.kind === "started") this.#start(askId, event);
    else this.#grow(askId, event);
  }

  #grow(askId: number, event: Extract<AnswerEvent, { seq: number }>): void {
    const before = this.#request;
    this.#happen({ kind: "event", askId, event, at: Date.now() });
    if (this.#request === before) return;
    const texts = event.kind === "text" ? this.#texts : this.#thoughts;
    growing(texts, event.answerId).add(event.text);
  }

  #start(askId: number, event: Extract<AnswerEvent, { kind: "started" }>): void {
    if (!this.#isCurrent(askId)) return;
    growing(this.#texts, event.answer.id);
    growing(this.#thoughts, event.answer.id);
    this.#put(event.turnId, event.answer);
    this.#happen({ kind: "event", askId, event, at: Date.now() });
    this.#sendStop();
  }

  // Reached by the event and by the command's own answer, in either order; the first one counts.
  #finish(askId: number, answer: Answer, turnId?: string): void {
    if (!this.#isCurrent(askId)) return;
    const { question } = this.#request as Exclude<Request, { phase: "idle" }>;
    const turn = turnId ?? question.turnId ?? this.#turnOf(answer.id);
    this.#texts.get(answer.id)?.end(answer.text);
    this.#thoughts.get(answer.id)?.end(answer.reasoning ?? "");
    if (turn === null) void this.#client.invalidateQueries({ queryKey: playgroundKeys.chat(this.id) });
    else this.#put(turn, answer);
    if (broughtNothing(answer)) this.#giveBack(question.prompt);
    this.#happen({ kind: "settled", askId, answer });
    void this.#client.invalidateQueries({ queryKey: playgroundKeys.chats });
  }

  #refuse(askId: number, prompt: string, failure: Failure): void {
    if (!this.#isCurrent(askId)) return;
    const begun = isRunning(this.#request) && this.#request.answerId !== null;
    this.#giveBack(prompt);
    this.#happen({ kind: "refused", askId, failure });
    // The core knows what became of an answer that had begun.
    if (begun) void this.#client.invalidateQueries({ queryKey: playgroundKeys.chat(this.id) });
  }

  // A message that brought nothing stands in the box again, unless something else is being typed.
  #giveBack(prompt: string): void {
    if (this.#draft === "") this.setDraft(prompt);
  }

  #isCurrent(askId: number): boolean {
    return isRunning(this.#request) && this.#request.question.askId === askId;
  }

  #sendStop(): void {
    const request = this.#request;
    if (request.phase !== "stopping" || request.answerId === null || this.#stopSent) return;
    this.#stopSent = true;
    // Stopping what has ended meanwhile is refused; the answer itself says how it ended.
    unwrap(commands.playgroundStop(request.answerId)).catch(() => undefined);
  }

  #put(turnId: string, answer: Answer): void {
    const { question } = this.#request as Exclude<Request, { phase: "idle" }>;
    changeChat(this.#client, this.id, (chat) => withAnswer(chat, turnId, question.prompt, answer));
  }

  #turnOf(answerId: string): string | null {
    return (
      this.#chat()?.turns.find((turn) => turn.answers.some((answer) => answer.id === answerId))?.id ?? null
    );
  }

  #chat(): Chat | undefined {
    return this.#client.getQueryData<Chat>(playgroundKeys.chat(this.id));
  }

  #setSaveFailure(failure: Failure | null): void {
    if (this.#saveFailure === failure) return;
    this.#saveFailure = failure;
    this.#tell();
  }

  #happen(happening: Happening): void {
    const before = this.#request;
    this.#request = next(before, happening);
    if (looksDifferent(before, this.#request)) this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

// Each piece of text moves the sequence number; nobody draws that.
function looksDifferent(before: Request, after: Request): boolean {
  if (before === after) return false;
  if (before.phase !== "streaming" || after.phase !== "streaming") return true;
  return before.firstWordMs !== after.firstWordMs || before.answerId !== after.answerId;
}

function growing(texts: Map<string, LiveText>, answerId: string): LiveText {
  const known = texts.get(answerId);
  if (known) return known;
  const made = new LiveText();
  texts.set(answerId, made);
  return made;
}

const open = new WeakMap<QueryClient, Map<string, Conversation>>();

export function conversationOf(client: QueryClient, chat: Chat): Conversation {
  const known = open.get(client) ?? new Map<string, Conversation>();
  open.set(client, known);
  const conversation = known.get(chat.id) ?? new Conversation(client, chat);
  known.set(chat.id, conversation);
  return conversation;
}

export function useConversation(chat: Chat): Conversation {
  return conversationOf(useQueryClient(), chat);
}

export function useRequest(conversation: Conversation): Request {
  return useSyncExternalStore(conversation.subscribe, conversation.request);
}

export function useDraft(conversation: Conversation): string {
  return useSyncExternalStore(conversation.subscribe, conversation.draft);
}

export function useSaveFailure(conversation: Conversation): Failure | null {
  return useSyncExternalStore(conversation.subscribe, conversation.saveFailure);
}

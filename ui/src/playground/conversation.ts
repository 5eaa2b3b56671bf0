// What goes on in one conversation, outside React, so that an answer goes on being written while another page is open:
// the request (model.ts), the growing texts, the message being typed, and saving it. One object a conversation and query
// client. Components read it through the hooks at the end; nothing here draws.
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import {
  type Answer,
  type AnswerEvent,
  type Attachment,
  type Chat,
  type ChatOptions,
  commands,
  type Failure,
  type PromptFrom,
} from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { channel } from "../ipc/host";
import { DelayedSave } from "./delayedSave";
import { LiveText } from "./liveText";
import {
  type Along,
  broughtNothing,
  type Happening,
  IDLE,
  isRunning,
  NOTHING_ALONG,
  next,
  type Question,
  type Request,
  turnFor,
  withAnswer,
} from "./model";
import { changeChat, playgroundKeys } from "./queries";
import { filled } from "./variables";

/** An earlier message being written anew; it becomes a branch beside the old one. */
export type Editing = { turnId: string; text: string } | null;

/** What is asked, and of whom when it is not the one the conversation talks to. */
type Wish = Partial<Along> & {
  turnId?: string | null;
  editOf?: string | null;
  prompt: string;
  /** What stood in the box, when variables made the prompt out of it. */
  typed?: string;
  /** This once only; null lets the traffic split decide. */
  entity?: string | null;
};

export class Conversation {
  readonly id: string;
  readonly #client: QueryClient;
  #request: Request = IDLE;
  #draft: string;
  #editing: Editing = null;
  #values: ReadonlyMap<string, string>;
  /** The saved prompt that what is typed came from. */
  #from: PromptFrom | null = null;
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
    this.#values = new Map(chat.turns.flatMap((turn) => turn.variables));
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
  /** What fills the variables, by name; the last values are kept, also of those not used now. */
  readonly values = (): ReadonlyMap<string, string> => this.#values;
  readonly editing = (): Editing => this.#editing;
  readonly from = (): PromptFrom | null => this.#from;
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
    // An emptied box begins something of its own.
    if (text === "") this.#from = null;
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

  setFrom(from: PromptFrom): void {
    this.#from = from;
    this.#tell();
  }

  setValue(name: string, value: string): void {
    this.#values = new Map(this.#values).set(name, value);
    this.#tell();
  }

  setEditing(editing: Editing): void {
    this.#editing = editing;
    this.#tell();
  }

  /** Sends the message being typed. Nothing happens while another one runs, the box is empty or a variable is not filled. */
  send(): void {
    const { prompt: whole, variables, missing } = filled(this.#draft, this.#values);
    const prompt = whole.trim();
    const chat = this.#chat();
    if (prompt === "" || missing.length > 0 || chat === undefined || isRunning(this.#request)) return;
    const attachments = chat.draftAttachments;
    const turnId = turnFor(chat, prompt, attachments);
    void this.ask({ turnId, prompt, attachments, variables, promptFrom: this.#from, typed: this.#draft });
  }

  /** Asks something new, has a turn answered once more, or branches off beside one. Resolves when the answer ended, however. */
  async ask(wish: Wish): Promise<void> {
    if (isRunning(this.#request)) return;
    this.#asked += 1;
    const askId = this.#asked;
    const { turnId = null, editOf = null, prompt, typed = prompt, entity, ...along } = wish;
    const question: Question = {
      ...{ ...NOTHING_ALONG, ...along },
      ...{ askId, turnId, editOf, prompt, typed, askedAt: Date.now() },
    };
    this.#stopSent = false;
    if (editOf === null && this.#draft.trim() === typed.trim()) this.setDraft("");
    if (editOf === null && turnId === null) this.#setAttachments([]);
    this.#happen({ kind: "ask", question });
    try {
      // The core answers with the options it has saved, so they are saved first.
      await this.#options.flush();
      const answer = await this.#askCore(question, entity);
      this.#finish(askId, answer);
    } catch (error) {
      this.#refuse(askId, failureOf(error));
    }
  }

  async #askCore(question: Question, entity: string | null | undefined): Promise<Answer> {
    const { askId, turnId, editOf, prompt, variables, promptFrom } = question;
    const events = channel<AnswerEvent>((event) => this.#take(askId, event));
    const attachments = question.attachments.map((one) => one.id);
    const asked = { chatId: this.id, turnId, prompt, editOf, attachments, variables, promptFrom };
    if (entity === undefined) return unwrap(commands.playgroundAsk(asked, events));
    // Another entity for this once: the conversation talks to it while the question is asked, and then as before.
    await this.#point(entity);
    try {
      return await unwrap(commands.playgroundAsk(asked, events));
    } finally {
      await this.#point(this.#chat()?.entity ?? null).catch(() => undefined);
    }
  }

  async #point(entity: string | null): Promise<void> {
    const chat = this.#chat();
    if (chat) await unwrap(commands.playgroundTarget(this.id, chat.endpoint, entity));
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
    if (broughtNothing(answer) && question.editOf === null) this.#giveBack(question.typed);
    this.#happen({ kind: "settled", askId, answer });
    void this.#client.invalidateQueries({ queryKey: playgroundKeys.chats });
  }

  #refuse(askId: number, failure: Failure): void {
    if (!this.#isCurrent(askId)) return;
    const { question } = this.#request as Exclude<Request, { phase: "idle" }>;
    const begun = isRunning(this.#request) && this.#request.answerId !== null;
    if (question.editOf !== null) this.setEditing({ turnId: question.editOf, text: question.typed });
    else {
      this.#giveBack(question.typed);
      if (!begun && question.turnId === null) this.#setAttachments(question.attachments);
    }
    this.#happen({ kind: "refused", askId, failure });
    // The core knows what became of an answer that had begun.
    if (begun) void this.#client.invalidateQueries({ queryKey: playgroundKeys.chat(this.id) });
  }

  // A message that brought nothing stands in the box again, unless something else is being typed.
  #giveBack(typed: string): void {
    if (this.#draft === "") this.setDraft(typed);
  }

  #setAttachments(draftAttachments: Attachment[]): void {
    changeChat(this.#client, this.id, (chat) => ({ ...chat, draftAttachments }));
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
    changeChat(this.#client, this.id, (chat) => withAnswer(chat, turnId, question, answer));
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

export function useValues(conversation: Conversation): ReadonlyMap<string, string> {
  return useSyncExternalStore(conversation.subscribe, conversation.values);
}

/** The saved prompt that what is typed came from. */
export function useFrom(conversation: Conversation): PromptFrom | null {
  return useSyncExternalStore(conversation.subscribe, conversation.from);
}

export function useEditing(conversation: Conversation): Editing {
  return useSyncExternalStore(conversation.subscribe, conversation.editing);
}

export function useSaveFailure(conversation: Conversation): Failure | null {
  return useSyncExternalStore(conversation.subscribe, conversation.saveFailure);
}

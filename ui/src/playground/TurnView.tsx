// One turn: what was asked, with a way to write it anew and to the branches beside it, and the version of its answer that
// is looked at.
import type { Answer, Turn } from "../ipc/bindings";
import { CopyButton } from "../kit/CopyButton";
import { IconButton } from "../kit/IconButton";
import { AnswerView } from "./AnswerView";
import styles from "./Chat.module.css";
import { type Conversation, useEditing } from "./conversation";
import { EditMessage } from "./EditMessage";
import { Mine } from "./Mine";
import { clean } from "./markdown/clean";
import { isRunning, type Request, shownAt } from "./model";
import { Steps } from "./Steps";
import type { TurnActs } from "./Turns";

type Props = {
  turn: Turn;
  before: string | null;
  conversation: Conversation;
  request: Request;
  entities: readonly string[];
  endpoint: string;
  acts: TurnActs;
  /** True for the turn a link led to. */
  sought: boolean;
};

const BUSY = "Another answer is being written.";

export function TurnView({ turn, before, conversation, request, entities, endpoint, acts, sought }: Props) {
  const editing = useEditing(conversation);
  const busy = isRunning(request);
  const at = shownAt(turn);
  const answer = turn.answers[at];
  return (
    <div className={styles.turn} data-turn={turn.id} data-sought={sought || undefined}>
      {editing?.turnId === turn.id ? (
        <EditMessage turn={turn} text={editing.text} conversation={conversation} busy={busy} />
      ) : (
        <>
          <Mine prompt={turn.prompt} attachments={turn.attachments} variables={turn.variables} />
          <MessageFoot turn={turn} conversation={conversation} busy={busy} acts={acts} />
        </>
      )}
      {answer && (
        <Shown
          turn={turn}
          answer={answer}
          at={at}
          {...{ before, conversation, request, entities, endpoint, acts, busy }}
        />
      )}
    </div>
  );
}

type FootProps = { turn: Turn; conversation: Conversation; busy: boolean; acts: TurnActs };

function MessageFoot({ turn, conversation, busy, acts }: FootProps) {
  const { at, of, turns } = turn.branches;
  const open = (to: number) => {
    const id = turns[to];
    if (id !== undefined) acts.branch(id);
  };
  return (
    <div className={styles.mineFoot}>
      <Steps what="branch" at={at} of={of} onShow={open} disabledReason={busy ? BUSY : null} />
      <span className={styles.mineActs}>
        <CopyButton text={() => clean(turn.prompt)} label="Copy message" iconOnly />
        <IconButton
          size="s"
          icon="pencil"
          label="Write this message anew"
          onClick={() => conversation.setEditing({ turnId: turn.id, text: turn.prompt })}
          disabledReason={busy ? BUSY : null}
        />
      </span>
    </div>
  );
}

type ShownProps = Omit<Props, "sought"> & { answer: Answer; at: number; busy: boolean };

function Shown({
  turn,
  answer,
  at,
  before,
  conversation,
  request,
  entities,
  endpoint,
  acts,
  busy,
}: ShownProps) {
  const mine = isRunning(request) && request.answerId === answer.id;
  const again = () =>
    void conversation.ask({
      turnId: turn.id,
      prompt: turn.prompt,
      attachments: turn.attachments,
      variables: turn.variables,
      promptFrom: turn.promptFrom,
    });
  return (
    <AnswerView
      key={answer.id}
      answer={answer}
      conversation={conversation}
      before={before}
      entities={entities}
      endpoint={endpoint}
      versions={{
        at,
        of: turn.answers.length,
        show: (next) => {
          const id = turn.answers[next]?.id;
          if (id !== undefined) acts.show(turn, id);
        },
      }}
      writing={mine ? writingOf(request) : null}
      busy={busy}
      acts={{
        again,
        againWith: (entity) => acts.againWith(turn, entity),
        onNote: (action) =>
          action === "tryAgain" || action === "sendAgain" ? again() : acts.onNote(action, turn, answer),
        onNext: (kind) => acts.onNext(kind, turn),
        details: () => acts.details(turn, answer),
        raw: () => acts.raw(answer),
        engineer: () => acts.engineer(turn, answer),
      }}
    />
  );
}

function writingOf(request: Exclude<Request, { phase: "idle" | "ended" }>) {
  return {
    since: request.question.askedAt,
    firstWordMs: request.phase === "waiting" ? null : request.firstWordMs,
    stopping: request.phase === "stopping",
  };
}

// What one can do with one column. While names are hidden only what tells nothing about them.
import { useNavigate } from "@tanstack/react-router";
import { type Answer, type Column, commands } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { copyText } from "../kit/clipboard";
import { IconButton } from "../kit/IconButton";
import { Menu, MenuItem, MenuSeparator } from "../kit/Menu";
import { useToast } from "../kit/Toast";
import { clean } from "../playground";
import type { ColumnProps } from "./ColumnView";
import type { Writing } from "./comparing";
import { useComparingState } from "./comparing";
import { FEWEST_COLUMNS, MOST_COLUMNS, promptColumn } from "./model";

type Props = ColumnProps & { answer: Answer | null; writing: Writing | null };

export function ColumnMenu(props: Props) {
  const { place, comparison, comparing, run, answer, writing, hidden, isBaseline } = props;
  const toast = useToast();
  const { phase } = useComparingState(comparing);
  const busy = phase === "idle" ? null : "Columns are being answered.";
  const copy = async () => {
    const done = await copyText(clean(answer?.text ?? ""));
    toast({
      tone: done ? "ready" : "failed",
      title: done ? "Answer copied" : "The clipboard refused the text",
    });
  };
  return (
    <Menu
      align="end"
      width={260}
      trigger={
        <IconButton size="s" icon="more" label={`More about ${hidden ? place.letter : place.label}`} />
      }
    >
      <MenuItem
        disabledReason={isBaseline ? "It is the baseline." : null}
        onSelect={() => comparing.change((now) => ({ ...now, baseline: place.id }))}
      >
        Compare the others with this
      </MenuItem>
      <MenuItem
        icon="copy"
        disabledReason={answer === null || answer.text === "" ? "There is no answer yet." : null}
        onSelect={() => void copy()}
      >
        Copy answer
      </MenuItem>
      {writing === null ? (
        <MenuItem
          icon="refresh"
          disabledReason={busy ?? (place.cell === null ? "It was not asked yet." : null)}
          onSelect={() => run && void comparing.again(run.id, place.id)}
        >
          Ask this one again
        </MenuItem>
      ) : (
        <MenuItem icon="stop" onSelect={() => comparing.stop(place.id)}>
          Stop this one
        </MenuItem>
      )}
      {!hidden && place.column && (
        <Own {...props} column={place.column} busy={busy} many={comparison.setup.columns.length} />
      )}
    </Menu>
  );
}

type OwnProps = Props & { column: Column; busy: string | null; many: number };

function Own({ column, comparison, comparing, onOptions, busy, many }: OwnProps) {
  const navigate = useNavigate();
  const toast = useToast();
  const { setup } = comparison;
  const change = (changed: Partial<Column>) =>
    comparing.change((now) => ({
      ...now,
      columns: now.columns.map((one) => (one.id === column.id ? { ...one, ...changed } : one)),
    }));
  const remove = () =>
    comparing.change((now) => ({ ...now, columns: now.columns.filter((one) => one.id !== column.id) }));
  const earlier = async (prompt: NonNullable<Column["prompt"]>) => {
    try {
      const versions = await unwrap(commands.promptsVersions(prompt.id));
      const before = versions.find((one) => one.version === prompt.version - 1);
      if (!before) return toast({ tone: "failed", title: "The version before is not there any more" });
      const { version, content } = before;
      const one = promptColumn({ id: prompt.id, version, content }, column, setup.options);
      // Beside it: whom the column asks stays, only the words differ.
      const beside = { ...one, endpoint: column.endpoint, entity: column.entity };
      comparing.change((now) => ({ ...now, columns: [...now.columns, beside] }));
    } catch (error) {
      toast({ tone: "failed", title: failureOf(error).explanation.title });
    }
  };
  const chat = { endpoint: column.endpoint, ...(column.entity === null ? {} : { entity: column.entity }) };
  return (
    <>
      <MenuSeparator />
      <MenuItem icon="sliders" onSelect={() => onOptions({ of: "column", id: column.id })}>
        Options of its own
      </MenuItem>
      <MenuItem
        icon="pencil"
        disabledReason={column.message === null ? null : "It has one."}
        onSelect={() => change({ message: setup.draft })}
      >
        A message of its own
      </MenuItem>
      {column.prompt && column.prompt.version > 1 && (
        <MenuItem
          icon="history"
          disabledReason={busy ?? (many >= MOST_COLUMNS ? "Up to six columns fit." : null)}
          onSelect={() => column.prompt && void earlier(column.prompt)}
        >
          The version before, beside it
        </MenuItem>
      )}
      <MenuItem icon="chat" onSelect={() => void navigate({ to: "/chat", search: chat })}>
        Open in Chat
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon="trash"
        danger
        disabledReason={busy ?? (many <= FEWEST_COLUMNS ? "A comparison needs two columns." : null)}
        onSelect={remove}
      >
        Remove column
      </MenuItem>
    </>
  );
}

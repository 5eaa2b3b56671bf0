// The side of the page: tabs Options and Last call, a column in a wide window and a drawer in a narrow one.
import { useSyncExternalStore } from "react";
import type { Answer, Chat, ChatOptions, Endpoint } from "../ipc/bindings";
import { Drawer } from "../kit/Drawer";
import { Segmented } from "../kit/Segmented";
import type { SideState } from "./Chat";
import styles from "./Chat.module.css";
import type { Conversation } from "./conversation";
import { LastCall } from "./LastCall";
import { OptionsPanel } from "./OptionsPanel";
import { useVariables, VariablesPanel } from "./VariablesPanel";

export type SideTab = "options" | "lastCall";

const NARROW = "(max-width: 1120px)";

/** True in a window where the side has no room of its own. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = window.matchMedia(NARROW);
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => window.matchMedia(NARROW).matches,
  );
}

type Props = {
  chat: Chat;
  conversation: Conversation;
  endpoint: Endpoint | undefined;
  answer: Answer | null;
  state: SideState;
  onOptions: (options: ChatOptions) => void;
  onRaw: (answer: Answer) => void;
};

export function Side({ chat, conversation, endpoint, answer, state, onOptions, onRaw }: Props) {
  const filling = useVariables(conversation, chat.recorded);
  const inside = (
    <>
      <Segmented
        label="What the side shows"
        value={state.tab}
        onChange={(tab) => state.show(tab)}
        options={[
          { value: "options", label: "Options" },
          { value: "lastCall", label: "Last call" },
        ]}
        className={styles.sideTabs}
      />
      {state.tab === "options" ? (
        <>
          <VariablesPanel conversation={conversation} filling={filling} />
          <OptionsPanel
            key={chat.id}
            options={chat.options}
            endpoint={endpoint}
            entity={chat.entity}
            keeps
            onChange={onOptions}
          />
        </>
      ) : (
        <LastCall chat={chat} answer={answer} onRaw={onRaw} />
      )}
    </>
  );
  if (state.narrow) {
    return (
      <Drawer
        open={state.open}
        onClose={state.close}
        title={state.tab === "options" ? "Options" : "Last call"}
      >
        <div className={styles.sideIn}>{inside}</div>
      </Drawer>
    );
  }
  return (
    <aside className={styles.side} aria-label={state.tab === "options" ? "Options" : "Last call"}>
      <div className={styles.sideIn}>{inside}</div>
    </aside>
  );
}

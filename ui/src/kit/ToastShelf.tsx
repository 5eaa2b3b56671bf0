// Where messages stand, and how one looks. Only Toast.tsx uses it.
import { Toast as Base } from "@base-ui/react/toast";
import { useEffect } from "react";
import { Button } from "./Button";
import { Glyph, Icon } from "./Icon";
import { IconButton } from "./IconButton";
import type { ToastQueue } from "./Toast";
import styles from "./Toast.module.css";

export function ToastShelf({ queue }: { queue: ToastQueue }) {
  return (
    <Base.Provider limit={4}>
      <Base.Portal>
        <Base.Viewport className={styles.viewport} aria-label="Messages">
          <Shown queue={queue} />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Shown({ queue }: { queue: ToastQueue }) {
  const { toasts, add, close } = Base.useToastManager();
  useEffect(() => {
    queue.standsAt(({ tone, title, object, action }) => {
      const id = add({
        type: tone,
        title,
        description: object,
        timeout: tone === "failed" ? 0 : 6_000,
        priority: tone === "failed" ? "high" : "low",
        actionProps: action && {
          children: action.label,
          onClick: () => {
            close(id);
            action.onClick();
          },
        },
      });
    });
    return () => queue.standsAt(null);
  }, [queue, add, close]);
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} swipeDirection={[]} className={styles.toast}>
      <span className={styles.mark} data-tone={toast.type}>
        <Mark tone={toast.type} />
      </span>
      <div className={styles.words}>
        <Base.Title className={styles.title} render={<p />} />
        <Base.Description className={styles.object} />
      </div>
      <div className={styles.acts}>
        {toast.actionProps && (
          <Base.Action
            render={
              <Button size="s" variant="quiet">
                {toast.actionProps.children}
              </Button>
            }
          />
        )}
        <IconButton label="Close this message" icon="cross" size="s" onClick={() => close(toast.id)} />
      </div>
    </Base.Root>
  ));
}

function Mark({ tone }: { tone: string | undefined }) {
  if (tone === "ready" || tone === "failed" || tone === "warning") return <Glyph name={tone} size={16} />;
  return <Icon name="info" />;
}

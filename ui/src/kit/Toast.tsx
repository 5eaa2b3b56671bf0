// What just happened and the way back, at the bottom right. Six seconds, longer while hovered or focused; failures stay.
import { Toast as Base } from "@base-ui/react/toast";
import type { ReactNode } from "react";
import { Button } from "./Button";
import { Glyph, Icon } from "./Icon";
import { IconButton } from "./IconButton";
import styles from "./Toast.module.css";

export type ToastTone = "ready" | "failed" | "info" | "warning";
export type ToastWords = {
  tone: ToastTone;
  title: ReactNode;
  object?: ReactNode;
  action?: { label: string; onClick: () => void } | undefined;
};

/** `const toast = useToast(); toast({ tone: "ready", title: "Version 15 is live" })` */
export function useToast(): (words: ToastWords) => void {
  const { add, close } = Base.useToastManager();
  return ({ tone, title, object, action }) => {
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
  };
}

export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider limit={4}>
      {children}
      <Base.Portal>
        <Base.Viewport className={styles.viewport} aria-label="Messages">
          <Shown />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Shown() {
  const { toasts, close } = Base.useToastManager();
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

// ‹ 2 / 3 ›: which of several one looks at. For versions of an answer and for branches of a conversation.
import { IconButton } from "../kit/IconButton";
import styles from "./Answer.module.css";

type Props = {
  what: "version" | "branch" | "choice";
  at: number;
  of: number;
  onShow: (at: number) => void;
  disabledReason?: string | null;
};

export function Steps({ what, at, of, onShow, disabledReason = null }: Props) {
  if (of < 2) return null;
  return (
    <fieldset
      className={styles.versions}
      aria-label={`${what[0]?.toUpperCase()}${what.slice(1)} ${at + 1} of ${of}`}
    >
      <IconButton
        size="s"
        icon="chevronLeft"
        label={`Earlier ${what}`}
        onClick={() => onShow(at - 1)}
        disabledReason={at === 0 ? `This is the first ${what}.` : disabledReason}
      />
      <span>
        {at + 1} / {of}
      </span>
      <IconButton
        size="s"
        icon="chevronRight"
        label={`Later ${what}`}
        onClick={() => onShow(at + 1)}
        disabledReason={at === of - 1 ? `This is the newest ${what}.` : disabledReason}
      />
    </fieldset>
  );
}

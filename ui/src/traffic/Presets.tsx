// Ready-made splits, undo and the way back, as the toolbar above the bar. What each one does is presets.ts's.
import { memo } from "react";
import { Button } from "../kit/Button";
import { IconButton } from "../kit/IconButton";
import { Menu, MenuGroup, MenuItem } from "../kit/Menu";
import type { Split } from "./model";
import styles from "./Presets.module.css";
import { CANARY_STEPS } from "./presets";
import type { EditorActions } from "./useEditorActions";

type Props = {
  split: Split;
  canUndo: boolean;
  canRedo: boolean;
  /** Null while there is no live split to go back to. */
  atLive: boolean | null;
  disabledReason: string | null;
  actions: Pick<EditorActions, "onEven" | "onAllTo" | "onCanary" | "onSwap">;
  onUndo: () => void;
  onRedo: () => void;
  onBackToLive: () => void;
};

export const Presets = memo(function Presets(props: Props) {
  const { split, canUndo, canRedo, atLive, disabledReason, actions, onUndo, onRedo, onBackToLive } = props;
  return (
    <div role="toolbar" aria-label="Presets" className={styles.presets}>
      <Button size="s" variant="quiet" disabledReason={disabledReason} onClick={actions.onEven}>
        Even
      </Button>
      <Menus {...props} />
      <span className={styles.line} />
      <IconButton
        label="Undo (Ctrl Z)"
        icon="undo"
        size="s"
        disabledReason={disabledReason ?? (canUndo ? null : "Nothing has been changed.")}
        onClick={onUndo}
      />
      <IconButton
        label="Redo (Ctrl Shift Z)"
        icon="redo"
        size="s"
        disabledReason={disabledReason ?? (canRedo ? null : "Nothing was undone.")}
        onClick={onRedo}
      />
      {atLive !== null && split.length > 0 && (
        <Button
          size="s"
          keyHint="R"
          disabledReason={disabledReason ?? (atLive ? "This is what is live." : null)}
          onClick={onBackToLive}
        >
          Back to live
        </Button>
      )}
    </div>
  );
});

function Menus({ split, disabledReason, actions }: Props) {
  const pairs = split.flatMap((one, at) =>
    split
      .slice(at + 1)
      .flatMap((other) => (other.percent === one.percent ? [] : [[one.entity, other.entity] as const])),
  );
  const trigger = (name: string, reason: string | null) => (
    <Button size="s" variant="quiet" iconEnd="chevronDown" disabledReason={reason}>
      {name}
    </Button>
  );
  if (disabledReason !== null) {
    return (
      <>
        {trigger("Canary", disabledReason)}
        {trigger("All to one", disabledReason)}
        {trigger("Swap two", disabledReason)}
      </>
    );
  }
  return (
    <>
      <Menu trigger={trigger("Canary", null)} width={300}>
        {split.map(({ entity }) => (
          <MenuGroup key={entity} label={`${entity} is the new one`}>
            {CANARY_STEPS.map((percent) => (
              <MenuItem key={percent} onSelect={() => actions.onCanary(entity, percent)}>
                {percent} %
              </MenuItem>
            ))}
          </MenuGroup>
        ))}
      </Menu>
      <Menu trigger={trigger("All to one", null)} width={260}>
        {split.map(({ entity }) => (
          <MenuItem key={entity} onSelect={() => actions.onAllTo(entity)}>
            All to {entity}
          </MenuItem>
        ))}
      </Menu>
      {pairs.length === 0 ? (
        trigger("Swap two", "All shares are equal.")
      ) : (
        <Menu trigger={trigger("Swap two", null)} width={300}>
          {pairs.map(([one, other]) => (
            <MenuItem key={`${one} ${other}`} onSelect={() => actions.onSwap(one, other)}>
              {one} with {other}
            </MenuItem>
          ))}
        </Menu>
      )}
    </>
  );
}

// The tools beside the filter field: what the list can be narrowed to, and the menu of saved lists. Small, because it is on
// the first screen: the panel, the chips, the menu's lines and the dialog are loaded when they are wanted.
import { lazy, Suspense, useState } from "react";
import { Button } from "../kit/Button";
import { IconButton } from "../kit/IconButton";
import { Menu } from "../kit/Menu";
import { countChosen } from "./filters";
import type { Asked } from "./queries";

const loadFilters = () => import("./Filters");
const Filters = lazy(() => loadFilters().then((loaded) => ({ default: loaded.Filters })));
const Lists = lazy(() => import("./Lists").then((loaded) => ({ default: loaded.Lists })));
const SaveList = lazy(() => import("./SaveList").then((loaded) => ({ default: loaded.SaveList })));
const ChipRow = lazy(() => import("./Chips").then((loaded) => ({ default: loaded.Chips })));

type Props = { asked: Asked; change: (change: Partial<Asked>) => void; onMark: () => void };

export function Tools({ asked, change, onMark }: Props) {
  const [wanted, setWanted] = useState(false);
  const [saving, setSaving] = useState(false);
  const count = countChosen(asked);
  const button = (
    <Button
      variant="quiet"
      icon="filter"
      onPointerEnter={() => void loadFilters()}
      onFocus={() => void loadFilters()}
      onClick={() => setWanted(true)}
    >
      {count === 0 ? "Filter" : `Filter · ${count}`}
    </Button>
  );
  return (
    <>
      {wanted ? (
        <Suspense fallback={button}>
          <Filters asked={asked} change={change} trigger={button} onClosed={() => setWanted(false)} />
        </Suspense>
      ) : (
        button
      )}
      <Menu trigger={<IconButton label="Lists and marking" icon="sliders" />} width={280}>
        <Suspense fallback={null}>
          <Lists asked={asked} change={change} onSave={() => setSaving(true)} onMark={onMark} />
        </Suspense>
      </Menu>
      {saving && (
        <Suspense fallback={null}>
          <SaveList asked={asked} onClose={() => setSaving(false)} />
        </Suspense>
      )}
    </>
  );
}

/** What the list is narrowed to, each with a way to take it away. Nothing where nothing is. */
export function ActiveFilters({ asked, change }: Omit<Props, "onMark">) {
  if (countChosen(asked) === 0) return null;
  return (
    <Suspense fallback={null}>
      <ChipRow asked={asked} change={change} />
    </Suspense>
  );
}

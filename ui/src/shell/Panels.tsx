// The panels over the page, in a chunk of their own each. Nothing of this is loaded before one is asked for.
import { lazy, Suspense } from "react";
import { closePanel, usePanel } from "./panels";

const Doctor = lazy(() =>
  import("../doctor/DoctorPanel").then((loaded) => ({ default: loaded.DoctorPanel })),
);
const Access = lazy(() =>
  import("../access/AccessPanel").then((loaded) => ({ default: loaded.AccessPanel })),
);
const Ask = lazy(() => import("../access/AskForAccess").then((loaded) => ({ default: loaded.AskForAccess })));
const Shortcuts = lazy(() => import("./ShortcutSheet").then((loaded) => ({ default: loaded.ShortcutSheet })));
const Reset = lazy(() => import("./ResetSandbox").then((loaded) => ({ default: loaded.ResetSandbox })));
const Import = lazy(() => import("../handoff").then((loaded) => ({ default: loaded.ImportDialog })));
const Passport = lazy(() => import("../passport").then((loaded) => ({ default: loaded.OpenPassport })));

export function Panels() {
  const panel = usePanel();
  if (!panel) return null;
  return (
    <Suspense fallback={null}>
      {panel.kind === "doctor" && <Doctor target={panel.target} />}
      {panel.kind === "access" && <Access />}
      {panel.kind === "ask" && <Ask about={panel.about} />}
      {panel.kind === "shortcuts" && <Shortcuts onClose={closePanel} />}
      {panel.kind === "import" && <Import open onClose={closePanel} />}
      {panel.kind === "passport" && <Passport key={panel.text} open text={panel.text} onClose={closePanel} />}
      {panel.kind === "reset" && <Reset onClose={closePanel} />}
    </Suspense>
  );
}

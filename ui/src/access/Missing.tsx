// Around a control that needs a right: hands it the reason why it is off, and puts "Ask for access" beside it. The control
// stays where it is and stays reachable; nothing is hidden. Light: the dialog itself is loaded when it is asked for.
import type { ReactNode } from "react";
import type { AccessAbout, Right } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { askForAccess } from "../shell/panels";
import { useMissingRight } from "./rights";

type Props = {
  right: Right;
  children: (reason: string | null) => ReactNode;
  afterMs?: number | undefined;
};

export function WithRight({ right, children, afterMs }: Props) {
  const missing = useMissingRight(right, afterMs === undefined ? {} : { afterMs });
  return (
    <>
      {missing && <AskButton about={{ kind: "right", right }} />}
      {children(missing?.reason ?? null)}
    </>
  );
}

export function AskButton({ about }: { about: AccessAbout }) {
  return (
    <Button variant="quiet" icon="message" onClick={() => askForAccess(about)}>
      Ask for access
    </Button>
  );
}

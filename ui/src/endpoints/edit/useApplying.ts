// Applying an edit; once everything is live the draft is gone. Called by Review.tsx.
import { commands, type EndpointEdit } from "../../ipc/bindings";
import { unwrap } from "../../ipc/call";
import { type Applying, useChange } from "./useChange";

export type { Applying } from "./useChange";

export function useApplying(edit: EndpointEdit): Applying {
  return useChange({
    command: "endpoints_edit_apply",
    begin: (told) => unwrap(commands.endpointsEditApply(edit, told)),
    onDone: () => unwrap(commands.endpointsEditDiscard(edit.endpoint), { quiet: true }),
  });
}

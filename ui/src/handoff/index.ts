// What the handoff room shows to other rooms: the Handoff tab of an endpoint, the same for a draft, and the dialog that makes a
// draft out of a text. Used by the endpoint page, the create flow, the list and the palette.
export { HandoffDialog, type HandoffDialogProps } from "./HandoffDialog";
export { HandoffTab, type HandoffTabProps } from "./HandoffTab";
export { ImportDialog, type ImportDialogProps } from "./ImportDialog";

// What the handoff room shows to other rooms: the Handoff tab of an endpoint, and the dialog that makes a draft out of a
// text. Used by the endpoint page, the list and the palette.
export { HandoffTab, type HandoffTabProps } from "./HandoffTab";
export { ImportDialog, type ImportDialogProps } from "./ImportDialog";

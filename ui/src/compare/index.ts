// The room's door: its page, and the differences between two texts.
export { diffWords } from "./diff";
export { Page } from "./Page";

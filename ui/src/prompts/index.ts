// The room's door: its page is all that others may use.
export { Page } from "./Page";

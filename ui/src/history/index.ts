// What other places draw of the history.
export { Keeping } from "./Keeping";

// The room's door: making a passport of an endpoint, and opening one from anywhere.
export { OpenPassport } from "./OpenPassport";
export { PassportDialog } from "./PassportDialog";

// What other rooms may use of the activity: the tab of an endpoint and the notice of a change that stopped half way. The
// endpoint's page does.
export { Announcement } from "./Announcement";
export { ActivityTab } from "./Tab";

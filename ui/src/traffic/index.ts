// What the traffic room shows to other rooms: the split editor, the Traffic tab of an endpoint, and the arithmetic of
// shares. The rest of the folder is its own business. Used by the endpoints room (create flow, endpoint page).
export { BeforeAfter } from "./BeforeAfter";
export { addShare, type Outcome, removeShare, type SplitShare, splitProblem } from "./model";
export { even } from "./presets";
export { colourPlaces, type SplitRow, splitOfRows } from "./rows";
export { SplitEditor, type SplitEditorProps } from "./SplitEditor";
export { TrafficTab, type TrafficTabProps } from "./TrafficTab";
export { Unfinished } from "./Unfinished";
export { pointsMoved, requestsInWords } from "./words";

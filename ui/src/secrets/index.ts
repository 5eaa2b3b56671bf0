// What other rooms may use of this one: the field a key is pasted into and what belongs to it. The create flow does.
export { ClearClipboard } from "./entry/ClearClipboard";
export { inspectionWords, useInspection } from "./entry/inspection";
export { secretNameProblem } from "./entry/names";
export { SecretEntry } from "./entry/SecretEntry";
export { asksForEveryone, useStoring } from "./entry/storing";

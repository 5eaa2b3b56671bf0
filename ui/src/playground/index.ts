// The room's door: its page, and what pages that ask models too draw and read the same way.
export { PriceNotKnown } from "./AddPrice";
export { AnswerText, useTextView } from "./AnswerText";
export { DelayedSave } from "./delayedSave";
export { FillRows } from "./FillRows";
export { LiveText } from "./liveText";
export { clean } from "./markdown/clean";
export { plainText } from "./markdown/plainText";
export { OptionsPanel } from "./OptionsPanel";
export { Page } from "./Page";
export { Picker } from "./Picker";
export { PromptPicker } from "./Prompts";
export { endpointQuery, endpointsQuery } from "./queries";
export { useTicks } from "./ticks";
export { useFilling } from "./useFilling";
export { labelOf, VariableInput, wrongValue } from "./VariableInput";
export { filled, variablesIn } from "./variables";
export { amount, notes, seconds, wordsIn } from "./words";

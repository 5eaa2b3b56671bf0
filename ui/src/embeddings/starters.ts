// What a newcomer finds on the sheet: three pairs that mean the same in other words or another language, and one that is
// like none of them.
export const STARTERS = [
  "Where is my delivery?",
  "Wo ist meine Lieferung?",
  "My parcel arrived damaged and one corner is open",
  "The box was crushed when it got here",
  "Please send me a copy of the invoice",
  "Ich brauche die Rechnung noch einmal",
  "What will the weather be like tomorrow?",
];

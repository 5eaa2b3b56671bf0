// The keys there are, by place, as the sheet of shortcuts shows them. What a key does is bound where it is done (useKey);
// a test holds the frame's keys against this list.

export type Shortcut = { keys: string | string[]; does: string };
export type ShortcutGroup = { place: string; shortcuts: Shortcut[] };

export const SHORTCUTS: ShortcutGroup[] = [
  {
    place: "Everywhere",
    shortcuts: [
      { keys: "Ctrl K", does: "Search or run anything" },
      { keys: "G E", does: "Endpoints" },
      { keys: "G S", does: "Secrets" },
      { keys: "G A", does: "Activity" },
      { keys: "G C", does: "Chat" },
      { keys: "G M", does: "Compare" },
      { keys: "G B", does: "Embeddings" },
      { keys: "G H", does: "History" },
      { keys: "Ctrl ,", does: "Settings" },
      { keys: "N", does: "New endpoint" },
      { keys: ["Ctrl 1", "Ctrl 9"], does: "Switch to that workspace; Ctrl 0 is the sandbox" },
      { keys: "?", does: "This list" },
      { keys: "Esc", does: "Close, stop, cancel" },
    ],
  },
  {
    place: "List of endpoints",
    shortcuts: [
      { keys: "/", does: "Filter" },
      { keys: ["↑", "↓"], does: "Move from row to row; Page Up, Page Down, Home and End too" },
      { keys: "Enter", does: "Open the endpoint" },
      { keys: "X", does: "Mark the row for a job on many" },
      { keys: "T", does: "Try the endpoint in Chat" },
      { keys: "R", does: "Check now" },
    ],
  },
  {
    place: "Endpoint",
    shortcuts: [
      { keys: "T", does: "Try it in Chat" },
      { keys: "R", does: "Read it again" },
      { keys: ["←", "→"], does: "From tab to tab, while a tab has the focus" },
    ],
  },
  {
    place: "Traffic split",
    shortcuts: [
      { keys: ["←", "→"], does: "Move the divider that has the focus, with Shift further" },
      { keys: "Ctrl Z", does: "Undo" },
      { keys: "Ctrl Shift Z", does: "Redo" },
      { keys: "Ctrl Enter", does: "Review" },
    ],
  },
  {
    place: "Chat",
    shortcuts: [
      { keys: "Enter", does: "Send; Shift Enter begins a new line" },
      { keys: "N", does: "New chat" },
    ],
  },
  {
    place: "Compare",
    shortcuts: [
      { keys: "Ctrl Enter", does: "Ask all columns" },
      { keys: "Esc", does: "Stop all columns" },
      { keys: "N", does: "New comparison" },
    ],
  },
  {
    place: "History",
    shortcuts: [{ keys: "/", does: "Search" }],
  },
  {
    place: "Secrets",
    shortcuts: [
      { keys: "N", does: "Add a key" },
      { keys: "/", does: "Filter the keys" },
      { keys: "R", does: "Check now" },
    ],
  },
];

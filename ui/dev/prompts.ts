// A made-up library of prompts: two folders, one prompt with something typed over it, three versions.
import type {
  Prompt,
  PromptContent,
  PromptFilling,
  PromptRows,
  PromptSummary,
  PromptVersion,
} from "../src/ipc/bindings";

const content = (change: Partial<PromptContent>): PromptContent => ({
  name: "Delayed delivery",
  folder: "support/mail",
  tags: ["late", "customs"],
  system: "You write for customer care at Meridian Freight. Polite, short, never blame anybody.",
  template:
    "Write a short answer to {{customer}}. Their delivery is {{days}} days late because of {{reason}}. Offer a call.",
  target: { endpoint: "support-assistant-chat", entity: null },
  options: null,
  variables: [
    { name: "days", kind: "number", label: "Days late", choices: [] },
    { name: "reason", kind: "choice", label: "", choices: ["customs", "the weather", "a strike"] },
  ],
  ...change,
});

const prompts: Prompt[] = [
  { id: "s1", version: 3, content: content({}), draft: null, updatedAt: Date.now() - 3_600_000 },
  {
    id: "s2",
    version: 1,
    content: content({
      name: "Thank you",
      tags: ["kind"],
      template: "Thank {{customer}} for their patience.",
    }),
    draft: content({ name: "Thank you", tags: ["kind"], template: "Thank {{customer}} for" }),
    updatedAt: Date.now() - 90_000_000,
  },
  {
    id: "s3",
    version: 7,
    content: content({ name: "Invoice in one line", folder: "", tags: [], target: null, system: "" }),
    draft: null,
    updatedAt: Date.now() - 900_000_000,
  },
];

const one = (id: unknown) => prompts.find((prompt) => prompt.id === id);

export const library: Record<string, (args: Record<string, unknown>) => unknown> = {
  prompts_list: (): PromptSummary[] =>
    prompts
      .map(({ id, version, content: kept, draft, updatedAt }) => {
        const { name, folder, tags } = draft ?? kept;
        return { id, name, folder, tags, version, drafted: draft !== null, updatedAt };
      })
      .toSorted((a, b) => a.folder.localeCompare(b.folder)),
  prompts_get: ({ id }) => one(id),
  prompts_draft_save: () => null,
  prompts_filling: (): PromptFilling => ({
    prompt: { prompt: "s1", version: 3 },
    fields: prompts[0]?.content.variables ?? [],
    values: [["customer", "Frau Lindqvist"]],
  }),
  prompts_keep_values: () => null,
  prompts_rows: (): PromptRows => ({
    columns: ["customer", "days", "region"],
    rows: Array.from({ length: 40 }, (_, at) => [`Customer ${at + 1}`, String(3 + (at % 9)), "north"]),
    notes: ["Row 7 does not have 3 cells. What is missing is empty."],
  }),
  prompts_versions: ({ id }): PromptVersion[] => [
    { version: 3, note: "", savedAt: Date.now() - 3_600_000, content: one(id)?.content ?? content({}) },
    {
      version: 2,
      note: "Went back to version 1",
      savedAt: Date.now() - 7_200_000,
      content: content({
        template: "Write to {{customer}}. Say their delivery is late because of {{reason}}.",
      }),
    },
    { version: 1, note: "", savedAt: Date.now() - 99_000_000, content: content({ tags: [] }) },
  ],
};

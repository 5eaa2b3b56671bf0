// An edit, its review and a change for the tests of this folder. Only tests read this file.
import type { Change, EditReview, EditState, EndpointEdit, EntityEdit, Provider } from "../../ipc/bindings";
import { endpoint } from "../testing";

export const model = (name: string, share: number, change: Partial<EntityEdit> = {}): EntityEdit => ({
  original: name,
  entity: {
    name,
    provider: "openai",
    model: `${name}-model`,
    authForm: "key",
    values: [{ field: "openai_api_key", value: "{{secrets/llm-keys/openai}}" }],
    share,
    locked: false,
  },
  kept: [],
  readOnly: null,
  ...change,
});

export const live = (change: Partial<EndpointEdit> = {}): EndpointEdit => ({
  endpoint: "support-assistant-chat",
  stamp: "s1",
  entities: [model("primary", 80), model("second", 20)],
  tags: [{ key: "team", value: "care" }],
  notifications: { onSuccess: [], onFailure: [] },
  access: [
    { principal: "dana@example.com", kind: "user", level: "CAN_MANAGE", inherited: null, you: true },
    {
      principal: "admins",
      kind: "group",
      level: "CAN_MANAGE",
      inherited: "Granted for every serving endpoint of the workspace.",
      you: false,
    },
  ],
  gateway: null,
  ...change,
});

export const state = (change: Partial<EditState> = {}): EditState => ({
  edit: live(),
  live: live(),
  savedAt: null,
  changedElsewhere: false,
  endpoint: endpoint(),
  accessProblem: null,
  creatorLeft: null,
  immutable: ["The name cannot be changed: programs call the endpoint by it."],
  ...change,
});

export const catalogue: Provider[] = [
  {
    id: "openai",
    name: "OpenAI",
    mark: "OA",
    tasks: ["llm/v1/chat"],
    fields: [],
    authTitle: "How it signs in",
    authForms: [
      {
        id: "key",
        label: "API key",
        help: "",
        fields: [
          {
            id: "openai_api_key",
            label: "API key",
            kind: "secret",
            required: true,
            help: "",
            placeholder: "",
            defaultValue: "",
            choices: [],
            freeText: false,
          },
        ],
      },
    ],
    models: [],
    modelHelp: "",
    retired: false,
  } as unknown as Provider,
];

export const review = (change: Partial<EditReview> = {}): EditReview => ({
  problems: [],
  changes: [
    { part: "tags", label: "team", path: "tags", before: "care", after: null, removes: true },
    { part: "tags", label: "cost", path: "tags", before: null, after: "4410", removes: false },
  ],
  removes: ["This save also removes: team (care)."],
  calls: [
    { title: "Make sure nobody changed it meanwhile", method: "GET", path: "/api/2.0/x" },
    { title: "Tags", method: "PATCH", path: "/api/2.0/x/tags" },
  ],
  beforeJson: "{}",
  afterJson: "{}",
  conflict: null,
  sentence: "Saving makes 2 changes to support-assistant-chat.",
  asksName: false,
  ...change,
});

export const change = (part: Partial<Change> = {}): Change => ({
  id: "c1",
  endpoint: "support-assistant-chat",
  origin: "edit",
  title: "Tags",
  startedAt: Date.now() - 60_000,
  endedAt: Date.now() - 50_000,
  state: "done",
  steps: [
    {
      kind: "tags",
      title: "Tags",
      method: "PATCH",
      path: "/api/2.0/x/tags",
      state: "done",
      explanation: null,
      milliseconds: 120,
    },
    {
      kind: "permissions",
      title: "Access",
      method: "PUT",
      path: "/api/2.0/permissions/x",
      state: "done",
      explanation: null,
      milliseconds: 120,
    },
  ],
  canRestore: true,
  canResume: false,
  who: "dana@example.com",
  ...part,
});

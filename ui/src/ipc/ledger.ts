// The ledger's and the edit's types and calls that bindings.ts is going to carry, in the same shape.
import {
  commands,
  type EndpointDraft,
  type EndpointEdit,
  type Explanation,
  type Failure,
  type FieldProblem,
  type PlannedCall,
} from "./bindings";
import type { channel } from "./host";

type Answer<T> = Promise<{ status: "ok"; data: T } | { status: "error"; error: Failure }>;
type Told<T> = ReturnType<typeof channel<T>>;

export type ChangeState = "running" | "done" | "failed" | "interrupted" | "abandoned";
export type Origin =
  | "create"
  | "edit"
  | "traffic"
  | "gateway"
  | "restore"
  | "ramp"
  | "rotation"
  | "clone"
  | "drill"
  | "bulk"
  | "delete";
export type WriteKind =
  | "create"
  | "config"
  | "waitReady"
  | "tags"
  | "gateway"
  | "notifications"
  | "permissions"
  | "delete";
export type ChangeStepState = "waiting" | "running" | "done" | "failed" | "unknown" | "skipped";
export type ChangeStep = {
  kind: WriteKind;
  title: string;
  method: string;
  path: string;
  state: ChangeStepState;
  explanation: Explanation | null;
  milliseconds: number | null;
};
export type Change = {
  id: string;
  endpoint: string;
  origin: Origin;
  title: string;
  startedAt: number;
  endedAt: number | null;
  state: ChangeState;
  steps: ChangeStep[];
  canRestore: boolean;
  canResume: boolean;
  who: string | null;
};
export type FieldPart =
  | "config"
  | "traffic"
  | "gateway"
  | "tags"
  | "notifications"
  | "permissions"
  | "endpoint";
export type FieldChange = {
  part: FieldPart;
  label: string;
  path: string;
  before: string | null;
  after: string | null;
  removes: boolean;
};
export type ChangeDetail = { change: Change; before: string; after: string; fields: FieldChange[] };
export type ActivityPage = { entries: Change[]; total: number };
export type ThreeWay = {
  label: string;
  path: string;
  base: string | null;
  theirs: string | null;
  yours: string | null;
  clash: boolean;
};
export type Conflict = { who: string | null; lines: ThreeWay[] };
export type EditReview = {
  problems: FieldProblem[];
  changes: FieldChange[];
  removes: string[];
  calls: PlannedCall[];
  beforeJson: string;
  afterJson: string;
  conflict: Conflict | null;
  sentence: string;
  asksName: boolean;
};
export type ScopeRemap = { from: string; to: string };
export type CloneRequest = {
  endpoint: string;
  fromWorkspace: string | null;
  name: string;
  scopes: ScopeRemap[];
};
export type CloneDraft = { draft: EndpointDraft; scopes: string[]; notes: string[] };

type Calls = {
  activityList: (endpoint: string | null, offset: number, limit: number) => Answer<ActivityPage>;
  activityGet: (id: string) => Answer<ChangeDetail>;
  activityResume: (id: string, told: Told<Change>) => Answer<Change>;
  activityAbandon: (id: string) => Answer<null>;
  activityRestore: (id: string, side: "before" | "after") => Answer<EndpointEdit>;
  endpointsEditReview: (edit: EndpointEdit) => Answer<EditReview>;
  endpointsEditRebase: (edit: EndpointEdit, take: string[]) => Answer<EndpointEdit>;
  endpointsEditApply: (edit: EndpointEdit, told: Told<Change>) => Answer<Change>;
  endpointsCloneDraft: (request: CloneRequest) => Answer<CloneDraft>;
};
export const ledger = commands as unknown as Calls;

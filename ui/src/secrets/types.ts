// The names this room uses for what the core says about secrets. The shapes are the core's.
export type {
  DanglingReference as Dangling,
  KeyFamily as Family,
  Rotation,
  RotationState,
  RotationStep,
  ScopeBackend as Backend,
  ScopeInUse as Scope,
  SecretAcl as Acl,
  SecretInspection as Inspection,
  SecretInUse as KeyInUse,
  SecretPermission as Permission,
  SecretProof as Proof,
  SecretsOverview as Overview,
  SecretUse as Use,
} from "../ipc/bindings";

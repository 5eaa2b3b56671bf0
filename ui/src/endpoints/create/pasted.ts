// Tells a secret's value from a reference to one, so that a value never gets into the draft. What may be said about a
// value is the core's answer (see secrets/). Used by StoredSecretPicker.tsx.

/** A key that has been pasted where a reference belongs must not be kept in the draft. */
export function looksLikeValue(text: string): boolean {
  const trimmed = text.trim();
  return trimmed !== "" && !trimmed.startsWith("{{");
}

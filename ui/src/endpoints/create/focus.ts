// Leads to a field by its id: scrolls it into sight and focuses the first control in it. Used by the links to problems.

export function focusField(id: string): void {
  const place = document.getElementById(id);
  if (!place) return;
  place.scrollIntoView({ block: "center" });
  const control = place.matches("input, textarea, button")
    ? place
    : place.querySelector("input, textarea, button, [tabindex='0']");
  if (control instanceof HTMLElement) control.focus();
}

/** The same after the next paint, for a field that is only drawn once the step has changed. */
export function focusFieldSoon(id: string): void {
  requestAnimationFrame(() => requestAnimationFrame(() => focusField(id)));
}

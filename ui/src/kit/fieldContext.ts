// How a control finds the field it stands in: the ids it carries and what describes it. Written by Field, read by every
// control of the kit; rooms never touch it.
import { createContext, use, useId } from "react";

export type FieldState = {
  controlId: string;
  labelId: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
  /** The field labels a group; the controls inside have names of their own. */
  group: boolean;
};

export const FieldContext = createContext<FieldState | null>(null);

type Given = { id?: string | undefined; label?: string | undefined; describedBy?: string | undefined };

export type ControlAttributes = {
  id: string;
  "aria-label": string | undefined;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  "aria-required": true | undefined;
};

/** Attributes for the one control inside a Field, or for one that stands alone with a label of its own. */
export function useControl({ id, label, describedBy }: Given): ControlAttributes {
  const ownId = useId();
  const field = use(FieldContext);
  const mine = field && !field.group ? field : null;
  const described = [mine?.describedBy, describedBy].filter(Boolean).join(" ");
  return {
    id: mine?.controlId ?? id ?? ownId,
    "aria-label": label,
    "aria-describedby": described === "" ? undefined : described,
    "aria-invalid": mine?.invalid ? true : undefined,
    "aria-required": mine?.required ? true : undefined,
  };
}

/** The same for controls that are groups themselves (radio cards, segmented). */
export function useGroupName(label: string | undefined) {
  const field = use(FieldContext);
  return {
    "aria-label": label,
    "aria-labelledby": label === undefined ? field?.labelId : undefined,
    "aria-describedby": field?.describedBy,
  };
}

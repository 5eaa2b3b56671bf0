// The filter field of a list: magnifier, text, its key, and a cross once there is something to clear. Escape clears.
import type { Ref } from "react";
import { IconButton } from "./IconButton";
import { KeyHint } from "./KeyHint";
import { TextInput } from "./TextInput";

type Props = {
  value: string;
  onChange: (value: string) => void;
  label: string;
  placeholder?: string | undefined;
  keyHint?: string | undefined;
  className?: string | undefined;
  ref?: Ref<HTMLInputElement> | undefined;
};

export function SearchInput({ value, onChange, label, placeholder, keyHint = "/", className, ref }: Props) {
  return (
    <TextInput
      ref={ref}
      type="text"
      role="searchbox"
      label={label}
      size="m"
      icon="search"
      value={value}
      onChange={onChange}
      placeholder={placeholder}
      className={className}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || value === "") return;
        event.stopPropagation();
        onChange("");
      }}
      end={
        value === "" ? (
          keyHint !== "" && (
            <span aria-hidden="true">
              <KeyHint keys={keyHint} />
            </span>
          )
        ) : (
          <IconButton label="Clear the filter" icon="cross" size="s" onClick={() => onChange("")} />
        )
      }
    />
  );
}

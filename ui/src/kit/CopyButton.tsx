// Copies a text and says that it did. The clipboard is asked directly; where the desktop refuses, the button says so.
import { useState } from "react";
import { Button } from "./Button";
import { copyText } from "./clipboard";
import { IconButton } from "./IconButton";
import { LiveRegion } from "./LiveRegion";

type Props = {
  text: string | (() => string);
  label?: string | undefined;
  iconOnly?: boolean | undefined;
  primary?: boolean | undefined;
  /** Among the buttons of a dialog it looks as they do. */
  beside?: boolean | undefined;
};

export function CopyButton({
  text,
  label = "Copy",
  iconOnly = false,
  primary = false,
  beside = false,
}: Props) {
  const [said, setSaid] = useState<"" | "Copied" | "Not copied">("");
  const copy = async () => {
    const done = await copyText(typeof text === "string" ? text : text());
    setSaid(done ? "Copied" : "Not copied");
    window.setTimeout(() => setSaid(""), 2_000);
  };
  const icon = said === "Copied" ? "check" : "copy";
  return (
    <>
      {iconOnly ? (
        <IconButton label={said === "" ? label : said} icon={icon} size="s" onClick={copy} />
      ) : (
        <Button
          size={primary || beside ? "m" : "s"}
          variant={primary ? "primary" : beside ? "plain" : "quiet"}
          icon={icon}
          onClick={copy}
        >
          {said === "" ? label : said}
        </Button>
      )}
      <LiveRegion text={said} delay={0} />
    </>
  );
}

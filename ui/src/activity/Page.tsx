// Every change this app made to endpoints of the workspace, newest first, with the way back. Route /activity?change=.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { SheetHead } from "../kit/Sheet";
import { Changes } from "./Changes";

export function Page() {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  return (
    <>
      <SheetHead title="Activity" aside="What this app changed in this workspace, kept on this computer" />
      <Changes
        endpoint={null}
        chosen={typeof search.change === "string" ? search.change : null}
        onChoose={(change) => void navigate({ to: "/activity", search: change ? { change } : {} })}
      />
    </>
  );
}

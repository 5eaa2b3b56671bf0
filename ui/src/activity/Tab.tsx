// The Activity tab of an endpoint: its changes, newest first, and the chosen one beside them. Shown by the endpoint's page.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Changes } from "./Changes";

export function ActivityTab({ endpoint }: { endpoint: string }) {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  return (
    <Changes
      endpoint={endpoint}
      chosen={typeof search.change === "string" ? search.change : null}
      onChoose={(change) =>
        void navigate({
          to: "/endpoints/$name",
          params: { name: endpoint },
          search: change ? { tab: "activity", change } : { tab: "activity" },
        })
      }
    />
  );
}

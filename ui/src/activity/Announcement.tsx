// The notice on an endpoint's page that a change of it stands half way, with the ways on. Silent otherwise, also when the
// ledger cannot be read: the activity itself says that.
import type { ChangeState } from "../ipc/bindings";
import { Banner } from "../kit/Banner";
import { Button } from "../kit/Button";
import { RelativeTime } from "../kit/RelativeTime";
import { needsDecision, standing, toAnnounce } from "./model";
import { useChanges } from "./queries";

const TITLES: Partial<Record<ChangeState, string>> = {
  interrupted: "A change was interrupted",
  done: "A change replaced somebody else's update",
};

type Props = { endpoint: string; onOpen: (id: string) => void };

export function Announcement({ endpoint, onOpen }: Props) {
  const change = toAnnounce(useChanges(endpoint, 10).data?.entries ?? []);
  if (!change) return null;
  return (
    <Banner
      tone="warning"
      title={`${TITLES[change.state] ?? "A change stopped half way"}: ${change.title}.`}
      actions={
        <Button size="s" onClick={() => onOpen(change.id)}>
          {needsDecision(change) ? "Go on or leave it" : "See what was replaced"}
        </Button>
      }
    >
      {standing(change)} <RelativeTime ms={change.startedAt} />.
    </Banner>
  );
}

// The notice on an endpoint's page that a change of it stands half way, with the ways on. Silent otherwise, also when the
// ledger cannot be read: the activity itself says that.
import { Banner } from "../kit/Banner";
import { Button } from "../kit/Button";
import { RelativeTime } from "../kit/RelativeTime";
import { standing, toAnnounce } from "./model";
import { useChanges } from "./queries";

type Props = { endpoint: string; onOpen: (id: string) => void };

export function Announcement({ endpoint, onOpen }: Props) {
  const change = toAnnounce(useChanges(endpoint, 10).data?.entries ?? []);
  if (!change) return null;
  return (
    <Banner
      tone="warning"
      title={
        change.state === "interrupted"
          ? `A change was interrupted: ${change.title}.`
          : `A change stopped half way: ${change.title}.`
      }
      actions={
        <Button size="s" onClick={() => onOpen(change.id)}>
          Go on or leave it
        </Button>
      }
    >
      {standing(change)} <RelativeTime ms={change.startedAt} />.
    </Banner>
  );
}

// The bar under the list while endpoints are being marked: how many, all that match, and the jobs on many. Loaded when
// marking begins.
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { commands, type EndpointPage } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { Button } from "../kit/Button";
import { useToast } from "../kit/Toast";
import { failureWords } from "../shell/said";
import styles from "./Bulk.module.css";
import { counted } from "./model";
import { type Asked, listQuery } from "./queries";
import { MOST_MARKED, type Selection } from "./selection";

const BulkTag = lazy(() => import("./BulkTag").then((loaded) => ({ default: loaded.BulkTag })));
const BulkBench = lazy(() => import("./BulkBench").then((loaded) => ({ default: loaded.BulkBench })));

type Props = { asked: Asked; matching: number; marking: Selection };

export function MarkBar({ asked, matching, marking }: Props) {
  const toast = useToast();
  const [job, setJob] = useState<"tag" | "bench" | null>(null);
  const names = [...marking.names];
  const none =
    names.length === 0 ? "Mark an endpoint first: with its box, with X, or with Ctrl and a click." : null;
  const everyRow = { ...listQuery(asked, 0, false), limit: MOST_MARKED };
  // Only once enough are marked that these can be all: marks stay when the list is narrowed otherwise.
  const every = useQuery({
    queryKey: ["endpoints", "every", everyRow],
    queryFn: () => unwrap(commands.endpointsList(everyRow), { quiet: true }).then(namesOf),
    enabled: matching > 0 && matching <= MOST_MARKED && names.length >= matching,
  }).data;
  const all =
    every !== undefined && names.length >= matching && every.every((name) => marking.names.has(name));
  const markAll = async (): Promise<void> => {
    try {
      marking.mark(await unwrap(commands.endpointsList(everyRow)).then(namesOf));
    } catch (error) {
      toast(failureWords(error));
    }
  };
  return (
    <section className={styles.bar} aria-label="Marked endpoints">
      <b role="status">{counted(names.length, "endpoint marked", "endpoints marked")}</b>
      <Button
        size="s"
        variant="quiet"
        disabledReason={all ? "All that are shown are marked." : null}
        onClick={() => void markAll()}
      >
        {matching > MOST_MARKED
          ? `Mark the first ${MOST_MARKED} of ${matching.toLocaleString("en")}`
          : all
            ? `All ${matching.toLocaleString("en")} shown are marked`
            : `Mark all ${matching.toLocaleString("en")} shown`}
      </Button>
      <span className={styles.jobs}>
        <Button icon="pencil" disabledReason={none} onClick={() => setJob("tag")}>
          Change tags
        </Button>
        <Button icon="pulse" disabledReason={none} onClick={() => setJob("bench")}>
          Call every entity
        </Button>
        <Button variant="quiet" keyHint="Esc" onClick={marking.end}>
          Done
        </Button>
      </span>
      <Suspense fallback={null}>
        {job === "tag" && <BulkTag names={names} onClose={() => setJob(null)} />}
        {job === "bench" && <BulkBench names={names} onClose={() => setJob(null)} />}
      </Suspense>
    </section>
  );
}

const namesOf = (page: EndpointPage): string[] => page.rows.map((row) => row.name);

// Last step: everything in one place before anything is sent. Problems first, each leading to its field; then the sentence,
// the models, the calls. While it is being created, Progress.tsx takes this place. Used by Page.tsx.
import { useState } from "react";
import { HandoffDialog } from "../../handoff";
import type { EndpointDraft } from "../../ipc/bindings";
import { FailureCard } from "../../kit/FailureCard";
import { LinkButton } from "../../kit/LinkButton";
import { MiniSplit } from "../../kit/MiniSplit";
import { ProviderMark } from "../../kit/ProviderMark";
import { Pulse } from "../../kit/Spinner";
import { Swatch, swatchIndex } from "../../kit/Swatch";
import { useNextStep } from "../../shell/next";
import { taskWord } from "../model";
import styles from "./Create.module.css";
import { FieldNote } from "./FieldNote";
import { type Flow, mergeProblems, type useReview } from "./flow";
import { focusFieldSoon } from "./focus";
import { providerOf, sharesOf } from "./model";
import { StepHeading } from "./StepHeading";
import { fieldId, inWords, locate, type Problem } from "./validate";

type Props = { flow: Flow; review: ReturnType<typeof useReview> };

export function problemsOfReview({ flow, review }: Props): Problem[] {
  return mergeProblems(flow.problems, (review.current ? (review.data?.problems ?? []) : []).map(locate));
}

export function ReviewStep({ flow, review }: Props) {
  const onNext = useNextStep({ tryAgain: () => void review.refetch() });
  const problems = problemsOfReview({ flow, review });
  const blocking = problems.filter((problem) => problem.blocks);
  return (
    <>
      <StepHeading
        title={blocking.length > 0 ? "Not ready to create yet" : "Ready to create"}
        detail={
          blocking.length > 0
            ? "Each line leads to the field."
            : "Nothing has been sent to Databricks so far, except secrets you stored."
        }
      />
      {problems.length > 0 && <Problems flow={flow} problems={problems} />}
      {review.isError && <FailureCard compact failure={review.error} onNext={onNext} />}
      {review.data ? (
        <p className={styles.sentence}>{review.data.sentence}</p>
      ) : (
        review.isPending && <Pulse lines={2} />
      )}
      <Models flow={flow} />
      {review.current && blocking.length === 0 && <HandOn draft={flow.draft} />}
      {review.data && (
        <section aria-labelledby="calls-head">
          <h3 id="calls-head" className={styles.small}>
            {review.data.calls.length === 1
              ? "One call to Databricks"
              : `${review.data.calls.length} calls to Databricks`}
          </h3>
          <ol className={styles.calls}>
            {review.data.calls.map((call) => (
              <li key={`${call.method} ${call.path} ${call.title}`}>
                <b>{call.title}</b>
                <code>
                  {call.method} {call.path}
                </code>
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

/** For those who may not create endpoints, or keep them in code. */
function HandOn({ draft }: { draft: EndpointDraft }) {
  const [open, setOpen] = useState(false);
  return (
    <p className={styles.dim}>
      Somebody else creates it?{" "}
      <LinkButton size="s" onClick={() => setOpen(true)}>
        Hand it on as code
      </LinkButton>
      <HandoffDialog draft={draft} open={open} onClose={() => setOpen(false)} />
    </p>
  );
}

function Problems({ flow, problems }: { flow: Flow; problems: Problem[] }) {
  return (
    <ul className={styles.problems} aria-label="To fix">
      {problems.map((problem) => (
        <li key={`${problem.step}-${problem.entity}-${problem.field}-${problem.message}`}>
          <FieldNote tone={problem.blocks ? "failed" : "warning"}>
            {problem.entity !== null && <b>{flow.draft.entities[problem.entity]?.name || "A model"}: </b>}
            {inWords(problem)}{" "}
            <LinkButton
              size="s"
              onClick={() => {
                flow.reveal(problem.step);
                flow.goTo(problem.step, problem.entity ?? flow.current);
                focusFieldSoon(fieldId(problem.entity, problem.field));
              }}
            >
              Go to the field
            </LinkButton>
          </FieldNote>
        </li>
      ))}
    </ul>
  );
}

function Models({ flow }: { flow: Flow }) {
  const { draft } = flow;
  if (draft.entities.length === 0) return null;
  return (
    <section aria-label="Served entities" className={styles.card}>
      <div className={styles.cardHead}>
        <b>{draft.name || "No name yet"}</b>
        <span className={styles.dim}>
          {taskWord(draft.task)}
          {draft.fallback ? " · fallback on" : ""}
          {draft.usageTracking ? " · usage tracking on" : ""}
        </span>
      </div>
      <div className={styles.split}>
        <MiniSplit shares={sharesOf(draft)} />
      </div>
      <table className={styles.entities}>
        <thead>
          <tr>
            <th scope="col">Served entity</th>
            <th scope="col">Model</th>
            <th scope="col" className={styles.number}>
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {draft.entities.map((entity, index) => {
            const provider = providerOf(flow.catalogue, entity);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: an entity of a draft has no other identity than its place
              <tr key={index}>
                <td>
                  <span className={styles.inline}>
                    <Swatch index={entity.share === 0 ? "standby" : swatchIndex(index)} />
                    <span className={styles.cut}>{entity.name}</span>
                  </span>
                </td>
                <td>
                  <span className={styles.inline}>
                    <ProviderMark mark={provider?.mark ?? "??"} name={provider?.name ?? entity.provider} />
                    <span className={styles.cut}>{entity.model}</span>
                  </span>
                </td>
                <td className={styles.number}>{entity.share === 0 ? "standby" : `${entity.share} %`}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

// What uses an endpoint, asked when it is about to be deleted: what is known, each with its way there, and what nobody here can
// know. Looking is never a condition for deleting. Shown by the question of the page beside this one.
import { useQuery } from "@tanstack/react-query";
import type { EndpointUses } from "../../ipc/bindings";
import { FailureNote } from "../../kit/FailureNote";
import { LinkButton } from "../../kit/LinkButton";
import { Pulse } from "../../kit/Spinner";
import { useNextStep } from "../../shell/next";
import { usePlaces } from "../places";
import { usesQuery } from "../queries";
import styles from "./Uses.module.css";

export function Uses({ endpoint }: { endpoint: string }) {
  const query = useQuery(usesQuery(endpoint));
  const again = (): void => void query.refetch();
  const onNext = useNextStep({ tryAgain: again, reload: again });
  return (
    <section className={styles.uses} aria-label="What uses it" aria-busy={query.isPending}>
      {query.data ? (
        <Found {...query.data} />
      ) : query.isError ? (
        <FailureNote failure={query.error} onNext={onNext} />
      ) : (
        <Pulse lines={2} />
      )}
    </section>
  );
}

function Found({ uses, unknown }: EndpointUses) {
  const places = usePlaces();
  return (
    <>
      <h3>{uses.length === 0 ? "Nothing that can be seen from here uses it" : "What uses it"}</h3>
      {uses.length > 0 && (
        <ul>
          {uses.map(({ text, endpoint }) => (
            <li key={text}>
              {text}{" "}
              {endpoint && (
                <LinkButton size="s" onClick={() => places.open(endpoint)}>
                  Open {endpoint}
                </LinkButton>
              )}
            </li>
          ))}
        </ul>
      )}
      {unknown.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </>
  );
}

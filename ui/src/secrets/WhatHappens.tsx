// What rotating a key does, in the order it happens, before anything is done. Used by the key panel and the rotate panel.
import { counted } from "./model";
import styles from "./Panel.module.css";

export function WhatHappens({ endpoints, newKey }: { endpoints: string[]; newKey?: string | undefined }) {
  const several = endpoints.length !== 1;
  return (
    <ol className={styles.order}>
      <li>
        You paste the new key. It is stored{" "}
        {newKey ? (
          <>
            as <code>{newKey}</code>
          </>
        ) : (
          "under a new name"
        )}
        , the old one stays.
      </li>
      {endpoints.length > 0 ? (
        <>
          <li>
            {counted(endpoints.length, "endpoint is", "endpoints are")} switched over
            {several ? ", one after the other" : ""}.
          </li>
          <li>
            After {several ? "each" : "that"}, every served entity that uses the key gets one small call. If
            one fails, {several ? "that endpoint" : "the endpoint"} goes back by itself.
          </li>
          <li>When all work, you decide whether to delete the old key.</li>
        </>
      ) : (
        <li>No endpoint uses the old key, so there is nothing to switch. You decide whether to delete it.</li>
      )}
    </ol>
  );
}

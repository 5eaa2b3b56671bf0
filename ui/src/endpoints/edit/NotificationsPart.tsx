// Who gets a mail when an update of the endpoint has ended, well or badly. Used by Page.tsx.
import type { EndpointEdit, Notifications } from "../../ipc/bindings";
import { Button } from "../../kit/Button";
import { IconButton } from "../../kit/IconButton";
import { TextInput } from "../../kit/TextInput";
import styles from "./Edit.module.css";
import { PartHead } from "./PartHead";

type Props = { edit: EndpointEdit; onChange: (edit: EndpointEdit) => void };

const LISTS: { part: keyof Notifications; label: string; none: string; api: string }[] = [
  {
    part: "onSuccess",
    label: "When an update went live",
    none: "Nobody is told.",
    api: "email_notifications.on_update_success",
  },
  {
    part: "onFailure",
    label: "When an update failed",
    none: "Nobody is told.",
    api: "email_notifications.on_update_failure",
  },
];

export const looksLikeMail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());

export function NotificationsPart({ edit, onChange }: Props) {
  const put = (part: keyof Notifications, list: string[]): void =>
    onChange({ ...edit, notifications: { ...edit.notifications, [part]: list } });
  return (
    <>
      <PartHead
        title="Notifications"
        detail="Databricks sends a mail when it has taken over a change of this endpoint, or could not."
      />
      {LISTS.map(({ part, label, none, api }) => {
        const list = edit.notifications[part];
        return (
          <fieldset key={part} className={styles.list}>
            <legend>
              {label} <code>{api}</code>
            </legend>
            {list.length === 0 && <p className={styles.quiet}>{none}</p>}
            {list.map((address, at) => {
              const wrong = address.trim() !== "" && !looksLikeMail(address);
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: an address being typed has no other identity than its place
                <div key={at} className={styles.address}>
                  <TextInput
                    label={`Address ${at + 1}, ${label.toLowerCase()}`}
                    value={address}
                    placeholder="platform-team@company.com"
                    onChange={(text) =>
                      put(
                        part,
                        list.map((old, place) => (place === at ? text : old)),
                      )
                    }
                    aria-invalid={wrong || undefined}
                  />
                  <IconButton
                    label={`Remove ${address || `address ${at + 1}`}`}
                    icon="cross"
                    onClick={() =>
                      put(
                        part,
                        list.filter((_, place) => place !== at),
                      )
                    }
                  />
                  {wrong && (
                    <span className={styles.bad} role="alert">
                      A mail address is expected, like name@company.com.
                    </span>
                  )}
                </div>
              );
            })}
            <div>
              <Button size="s" icon="plus" onClick={() => put(part, [...list, ""])}>
                Add an address
              </Button>
            </div>
          </fieldset>
        );
      })}
    </>
  );
}

// The addresses callers need, ready to copy: the endpoint's own, the one an OpenAI client takes, the page in Databricks, and
// of each served entity past the split. No token is in them. Shown on the overview.
import type { Endpoint } from "../../ipc/bindings";
import { Card } from "../../kit/Card";
import { CopyButton } from "../../kit/CopyButton";
import { MiddleEllipsis } from "../../kit/MiddleEllipsis";
import { useWorkspace } from "../../shell/current";
import styles from "./Detail.module.css";

export type Address = { label: string; url: string };

export function addressesOf(endpoint: Endpoint, host: string): Address[] {
  const base = `${host.replace(/\/+$/, "")}/serving-endpoints`;
  const own = `${base}/${encodeURIComponent(endpoint.name)}`;
  const several = endpoint.entities.length > 1;
  return [
    { label: "Calls", url: `${own}/invocations` },
    { label: "OpenAI client, base_url", url: base },
    ...(endpoint.webUrl === "" ? [] : [{ label: "Page in Databricks", url: endpoint.webUrl }]),
    ...(several
      ? endpoint.entities.map((entity) => ({
          label: `Only ${entity.name}`,
          url: `${own}/served-models/${encodeURIComponent(entity.name)}/invocations`,
        }))
      : []),
  ];
}

export function Addresses({ endpoint }: { endpoint: Endpoint }) {
  const { host } = useWorkspace();
  return (
    <Card title="Addresses">
      <ul className={styles.addresses}>
        {addressesOf(endpoint, host).map(({ label, url }) => (
          <li key={url}>
            <span>{label}</span>
            <code data-selectable>
              <MiddleEllipsis text={url} tail={44} />
            </code>
            <CopyButton text={url} label={`Copy ${label}`} iconOnly />
          </li>
        ))}
      </ul>
    </Card>
  );
}

// Whom the conversation talks to: the endpoint, and who of its served entities answers. Changing either belongs to this
// conversation alone and is saved with it.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Chat, Endpoint } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { MiddleEllipsis } from "../kit/MiddleEllipsis";
import { StateDot } from "../kit/StatePill";
import { Swatch, swatchIndex } from "../kit/Swatch";
import { useToast } from "../kit/Toast";
import styles from "./Chat.module.css";
import { Picker } from "./Picker";
import { endpointsQuery, retarget } from "./queries";

const SPLIT = "";

export function Target({ chat, endpoint }: { chat: Chat; endpoint: Endpoint | undefined }) {
  const client = useQueryClient();
  const toast = useToast();
  const change = (name: string, entity: string | null) => {
    retarget(client, chat.id, name, entity).catch((error: unknown) => {
      toast({ tone: "failed", title: failureOf(error).explanation.title, object: name });
    });
  };
  return (
    <>
      <EndpointPick chat={chat} endpoint={endpoint} onPick={(name) => change(name, null)} />
      <span className={styles.answeredBy}>answered by</span>
      <EntityPick chat={chat} endpoint={endpoint} onPick={(entity) => change(chat.endpoint, entity)} />
    </>
  );
}

function EndpointPick({
  chat,
  endpoint,
  onPick,
}: {
  chat: Chat;
  endpoint: Endpoint | undefined;
  onPick: (name: string) => void;
}) {
  const [search, setSearch] = useState("");
  const rows = useQuery({ ...endpointsQuery(search), placeholderData: (before) => before });
  const shown = (
    <>
      <StateDot state={endpoint?.state ?? "unknown"} />
      <b className={styles.endpoint}>
        <MiddleEllipsis text={chat.endpoint} />
      </b>
    </>
  );
  return (
    <Picker
      label={`Endpoint ${chat.endpoint}. Choose another`}
      value={chat.endpoint}
      shown={shown}
      search={{ value: search, onChange: setSearch }}
      onPick={onPick}
      picks={rows.data?.map((row) => ({
        value: row.name,
        label: row.name,
        detail: row.models.join(", "),
        mark: <StateDot state={row.state} />,
      }))}
      empty={
        search === ""
          ? "No endpoint here answers chat or completions."
          : `No endpoint for chat has “${search}” in its name.`
      }
    />
  );
}

function EntityPick({
  chat,
  endpoint,
  onPick,
}: {
  chat: Chat;
  endpoint: Endpoint | undefined;
  onPick: (entity: string | null) => void;
}) {
  const entities = endpoint?.entities ?? [];
  const at = entities.findIndex((one) => one.name === chat.entity);
  const shown =
    chat.entity === null ? (
      <span>The traffic split decides</span>
    ) : (
      <>
        {at >= 0 && <Swatch index={swatchIndex(at)} />}
        <MiddleEllipsis text={chat.entity} />
      </>
    );
  const picks = entities.map((entity, position) => ({
    value: entity.name,
    label: entity.name,
    detail: `${entity.providerName} · ${entity.model} · ${entity.share} % of traffic`,
    mark: <Swatch index={swatchIndex(position)} />,
  }));
  return (
    <Picker
      label={`Answered by ${chat.entity ?? "whom the traffic split decides"}. Choose who answers`}
      value={chat.entity ?? SPLIT}
      shown={shown}
      onPick={(value) => onPick(value === SPLIT ? null : value)}
      picks={[
        {
          value: SPLIT,
          label: "The traffic split decides",
          detail: "As every caller of the endpoint sees it",
        },
        ...picks,
      ]}
      empty=""
    />
  );
}

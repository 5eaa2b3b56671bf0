// What stands at the right: the task the address names, else the chosen key, else the scope. Used by Page.tsx.
import { AddKey } from "./AddKey";
import type { Where } from "./KeyList";
import { KeyPanel } from "./KeyPanel";
import { findRow, type ScopeItem } from "./model";
import { NewScope } from "./NewScope";
import { Rotate } from "./Rotate";
import { ScopePanel } from "./ScopePanel";
import type { Overview } from "./types";

type Props = { item: ScopeItem; scopes: ScopeItem[]; overview: Overview; where: Where };

export function Side({ item, scopes, overview, where }: Props) {
  const row = findRow(item, where.key);
  const back = (): void => where.go({ task: undefined });
  const close = (): void => where.go({ key: undefined, task: undefined });
  const show = (scope: string, key: string): void => where.go({ scope, key, task: undefined });
  switch (where.task) {
    case "scope":
      return (
        <NewScope
          suggested={item.scope === null ? item.name : ""}
          taken={scopes.filter((one) => one.scope).map((one) => one.name)}
          onClose={back}
        />
      );
    case "rotate":
      if (where.key === undefined) break;
      return (
        <Rotate
          key={`${item.name}/${where.key}`}
          item={item}
          keyName={where.key}
          row={row}
          overview={overview}
          onClose={back}
          onShow={show}
        />
      );
    case "add":
    case "replace":
      return (
        <AddKey
          key={`${where.task}/${item.name}/${where.key ?? ""}`}
          item={item}
          scopes={scopes}
          row={row}
          replacing={where.task === "replace" && row !== null && !row.missing}
          onClose={back}
          onShow={show}
          onRotate={() => where.go({ task: "rotate" })}
          onNewScope={() => where.go({ task: "scope", key: undefined })}
          onScope={(scope) => where.go({ scope, key: undefined, task: "add" }, true)}
        />
      );
  }
  if (row)
    return (
      <KeyPanel
        key={row.reference}
        row={row}
        item={item}
        overview={overview}
        onClose={close}
        onTask={(task) => where.go({ task })}
      />
    );
  return (
    <ScopePanel
      key={item.name}
      item={item}
      overview={overview}
      onAdd={() => where.go({ task: "add", key: undefined })}
      onGone={() => where.go({ scope: undefined, key: undefined, task: undefined })}
    />
  );
}

// The scopes at the left, with how many keys they hold and how many are missing. Arrow keys move, Enter opens. Used by
// Page.tsx.
import { Link } from "@tanstack/react-router";
import { type KeyboardEvent, useRef } from "react";
import { Icon } from "../kit/Icon";
import { MiddleEllipsis } from "../kit/MiddleEllipsis";
import { VisuallyHidden } from "../kit/VisuallyHidden";
import { Mark } from "./marks";
import { counted, moveBy, type ScopeItem } from "./model";
import styles from "./Room.module.css";

type Props = { scopes: ScopeItem[]; current: string | undefined; onChoose: (scope: string) => void };

export function Scopes({ scopes, current, onChoose }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const move = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const links = [...(list.current?.querySelectorAll<HTMLElement>("a") ?? [])];
    if (event.key === "ArrowRight") {
      event.preventDefault();
      document.querySelector<HTMLElement>('[data-list="keys"] [data-row][tabindex="0"]')?.focus();
      return;
    }
    const target = moveBy(event.key, links.indexOf(document.activeElement as HTMLElement), links.length, 10);
    if (target === null) return;
    event.preventDefault();
    links[target]?.focus();
  };
  return (
    <nav className={styles.scopes} aria-label="Scopes">
      <ul ref={list} onKeyDown={move}>
        {scopes.map((item) => (
          <li key={item.name}>
            <Link
              to="/secrets"
              search={{ scope: item.name }}
              className={styles.scope}
              aria-current={item.name === current ? "true" : undefined}
              activeProps={{}}
              title={item.name}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                onChoose(item.name);
              }}
            >
              <Mark name={markOf(item)} />
              <span className={styles.scopeName}>
                <MiddleEllipsis text={item.name} tail={6} />
              </span>
              <Counts item={item} />
            </Link>
            {aboutScope(item) && <span className={styles.scopeAbout}>{aboutScope(item)}</span>}
          </li>
        ))}
      </ul>
      <p className={styles.never}>
        <Icon name="hidden" />
        <span>
          Databricks never shows a value here again. What you see are names, dates and who uses them.
        </span>
      </p>
    </nav>
  );
}

function markOf(item: ScopeItem): "folder" | "vault" | "unlink" {
  if (item.scope === null) return "unlink";
  return item.scope.backend === "databricks" ? "folder" : "vault";
}

function aboutScope(item: ScopeItem): string | null {
  if (item.scope === null) return "Does not exist";
  if (item.scope.problem !== null) return "Could not be read";
  if (item.scope.backend === "azureKeyVault") return "Read-only: managed in Azure Key Vault";
  if (!item.scope.writable) return "Read-only";
  return null;
}

function Counts({ item }: { item: ScopeItem }) {
  const keys = item.scope?.keys?.length ?? null;
  return (
    <>
      {item.missing > 0 && (
        <span
          className={styles.missingCount}
          title={`${counted(item.missing, "key is", "keys are")} missing`}
        >
          {item.missing}
          <VisuallyHidden> missing,</VisuallyHidden>
        </span>
      )}
      {keys !== null && (
        <span className={styles.keyCount}>
          {keys.toLocaleString("en")}
          <VisuallyHidden>{keys === 1 ? " key" : " keys"}</VisuallyHidden>
        </span>
      )}
    </>
  );
}

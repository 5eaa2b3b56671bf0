// Where one can go: workspace switcher, search, the places, Settings. In a narrow window a rail of icons whose names are
// tooltips. Only places that exist are listed.
import { Link } from "@tanstack/react-router";
import type { Workspace, WorkspaceList } from "../ipc/bindings";
import { Icon, type IconName } from "../kit/Icon";
import { KeyHint } from "../kit/KeyHint";
import { useEndpointCount } from "./running";
import styles from "./Sidebar.module.css";
import { Switcher } from "./Switcher";

export function Sidebar({
  list,
  current,
  onFind,
}: {
  list: WorkspaceList;
  current: Workspace;
  onFind: () => void;
}) {
  const count = useEndpointCount();
  return (
    <aside className={styles.side} aria-label="Places">
      <Switcher list={list} current={current} />
      <button type="button" className={styles.find} title="Search or run" onClick={onFind}>
        <Icon name="search" />
        <span className={styles.findWords}>Search or run</span>
        <span className={styles.hint} aria-hidden="true">
          <KeyHint keys="Ctrl K" />
        </span>
      </button>
      <nav className={styles.places} aria-label="Main">
        <h2>Workspace</h2>
        <ul>
          <Place to="/endpoints" icon="endpoints" name="Endpoints" count={count} />
          <Place to="/secrets" icon="key" name="Secrets" />
          <Place to="/activity" icon="history" name="Activity" />
        </ul>
        <h2>Playground</h2>
        <ul>
          <Place to="/chat" icon="chat" name="Chat" />
          <Place to="/compare" icon="compare" name="Compare" />
          <Place to="/completions" icon="pencil" name="Completions" />
          <Place to="/embeddings" icon="table" name="Embeddings" />
          <Place to="/history" icon="clock" name="History" />
        </ul>
        <h2>Library</h2>
        <ul>
          <Place to="/prompts" icon="book" name="Prompts" />
        </ul>
      </nav>
      <div className={styles.foot}>
        <Link
          to="/settings"
          className={styles.place}
          title="Settings"
          activeProps={{ "aria-current": "page" }}
        >
          <Icon name="settings" />
          <span className={styles.name}>Settings</span>
          <span className={styles.hint} aria-hidden="true">
            <KeyHint keys="Ctrl ," />
          </span>
        </Link>
      </div>
    </aside>
  );
}

type PlaceProps = {
  to:
    | "/endpoints"
    | "/secrets"
    | "/activity"
    | "/chat"
    | "/compare"
    | "/completions"
    | "/embeddings"
    | "/history"
    | "/prompts";
  icon: IconName;
  name: string;
  count?: number | null;
};

function Place({ to, icon, name, count = null }: PlaceProps) {
  return (
    <li>
      <Link to={to} className={styles.place} title={name} activeProps={{ "aria-current": "page" }}>
        <Icon name={icon} />
        <span className={styles.name}>{name}</span>
        {count !== null && <span className={styles.count}>{count.toLocaleString("en")}</span>}
      </Link>
    </li>
  );
}

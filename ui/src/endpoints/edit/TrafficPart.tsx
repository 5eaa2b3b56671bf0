// How requests are shared out after the edit: the split editor of the room traffic on the models of the draft, new ones
// included. A change of nothing but the split is quicker on the endpoint's Traffic tab. Used by Page.tsx.
import type { EditState, EndpointEdit, Provider } from "../../ipc/bindings";
import { SplitEditor, type SplitRow } from "../../traffic";
import { FieldNote } from "../create/FieldNote";
import { providerOf } from "../create/model";
import styles from "./Edit.module.css";
import { PartHead } from "./PartHead";

type Props = { state: EditState; catalogue: Provider[]; onChange: (edit: EndpointEdit) => void };

export function TrafficPart({ state, catalogue, onChange }: Props) {
  const { edit, live } = state;
  const rows: SplitRow[] = edit.entities.map(({ entity, original }) => ({
    entity: entity.name,
    mark: providerOf(catalogue, entity)?.mark ?? "??",
    model: entity.model,
    share: entity.share,
    locked: entity.locked,
    live: live.entities.find((one) => one.original === original && original !== null)?.entity.share ?? null,
  }));
  const names = new Set(rows.map((row) => row.entity));
  const only = rows.length === 1 ? rows[0] : undefined;
  const put = (next: SplitRow[]): void => {
    const left = [...edit.entities];
    const entities = next.flatMap((row) => {
      const at = left.findIndex((one) => one.entity.name === row.entity);
      const [one] = at < 0 ? [] : left.splice(at, 1);
      return one ? [{ ...one, entity: { ...one.entity, share: row.share, locked: row.locked } }] : [];
    });
    onChange({ ...edit, entities: [...entities, ...left] });
  };
  return (
    <>
      <PartHead
        title="Traffic"
        detail={
          only
            ? undefined
            : "Shares and fallback order of the models of this draft. A new model comes in at 0 %."
        }
      />
      {only ? (
        <p>
          100 % of the requests go to <b>{only.entity}</b>. Add a second model to share them out.
        </p>
      ) : names.size < rows.length ? (
        <FieldNote tone="warning">
          Two models have the same name. Give each its own before sharing out requests.
        </FieldNote>
      ) : (
        <div className={styles.editor}>
          <SplitEditor
            rows={rows}
            live={live.entities.map(({ entity }) => ({ entity: entity.name, percent: entity.share }))}
            fallback={state.endpoint.fallback}
            onChange={put}
          />
        </div>
      )}
    </>
  );
}

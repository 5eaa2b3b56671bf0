// The inference table: on or off, and where it is. The place is picked from Unity Catalog or typed; a table that is on is
// moved by two saves, which the review shows. Used by GatewayTab.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type InferenceTable, type TablePlace } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { Button } from "../kit/Button";
import { Combobox } from "../kit/Combobox";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { Field } from "../kit/Field";
import { TextInput } from "../kit/TextInput";
import styles from "./Gateway.module.css";
import type { PartProps } from "./GatewayTab";
import { tableName } from "./model";
import { Row } from "./Switches";

export function TablePart({ settings, live, state, name, closed, onChange }: PartProps) {
  const [picking, setPicking] = useState(false);
  const table = settings.inferenceTable;
  const put = (inferenceTable: InferenceTable) => onChange({ ...settings, inferenceTable });
  const placed = table.catalog !== "" && table.schema !== "";
  const moves = live.inferenceTable.enabled && table.enabled && !samePlace(table, live.inferenceTable);
  const turn = (enabled: boolean) => {
    if (enabled && !placed) setPicking(true);
    else put(enabled ? { ...table, enabled } : { ...live.inferenceTable, enabled });
  };
  return (
    <section className={styles.set}>
      <Row
        title="Inference table"
        checked={table.enabled}
        closed={closed}
        onChange={turn}
        end={
          <Button size="s" icon="folder" disabledReason={closed} onClick={() => setPicking(true)}>
            {table.enabled ? "Move it…" : "Pick a place…"}
          </Button>
        }
      >
        {placed ? (
          <>
            Requests and answers land in <code>{tableName(settings, name)}</code> after some 30 min.
          </>
        ) : (
          "Requests and answers are kept in a table of Unity Catalog."
        )}
        {moves && (
          <em>
            The place cannot change while the table is on: it is turned off and on again for you, in two
            saves. {tableName(live, name)} stays as it is.
          </em>
        )}
        {table.enabled && !samePlace(table, live.inferenceTable) && (
          <em>
            {state.creator ?? "The endpoint's creator"} needs USE CATALOG on {table.catalog}, and USE SCHEMA
            and CREATE TABLE on {table.catalog}.{table.schema}.
          </em>
        )}
      </Row>
      {picking && (
        <Place
          table={table}
          name={name}
          onClose={() => setPicking(false)}
          onTake={(place) => {
            put({ ...place, enabled: true });
            setPicking(false);
          }}
        />
      )}
    </section>
  );
}

const samePlace = (a: InferenceTable, b: InferenceTable): boolean =>
  a.catalog === b.catalog && a.schema === b.schema && a.prefix === b.prefix;

type PlaceProps = {
  table: InferenceTable;
  name: string;
  onClose: () => void;
  onTake: (table: InferenceTable) => void;
};

function Place({ table, name, onClose, onTake }: PlaceProps) {
  const [place, setPlace] = useState(table);
  const catalogs = useQuery({
    queryKey: ["gateway", "catalogs"],
    queryFn: () => unwrap(commands.gatewayCatalogs(), { quiet: true }),
  });
  const known = catalogs.data?.find((one) => one.name === place.catalog);
  const schemas = useQuery({
    queryKey: ["gateway", "schemas", place.catalog],
    queryFn: () => unwrap(commands.gatewaySchemas(place.catalog), { quiet: true }),
    // Names that are typed by hand are not asked about letter by letter.
    enabled: known !== undefined && known.unusable === null,
  });
  const schema = schemas.data?.find((one) => one.name === place.schema);
  const wrongPrefix = /[^A-Za-z0-9_]/.test(place.prefix.trim());
  const reason =
    place.catalog.trim() === ""
      ? "Pick a catalog first."
      : place.schema.trim() === ""
        ? "Pick a schema first."
        : (known?.unusable ??
          schema?.unusable ??
          (wrongPrefix ? "The prefix has letters that do not fit." : null));
  const end = {
    ...place,
    catalog: place.catalog.trim(),
    schema: place.schema.trim(),
    prefix: place.prefix.trim(),
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Where requests and answers are kept"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabledReason={reason} onClick={() => onTake(end)}>
            Take this place
          </Button>
        </>
      }
    >
      <div className={styles.fields}>
        <Field
          label="Catalog"
          apiName="catalog_name"
          verdict={known?.unusable ? { tone: "wrong", text: known.unusable } : null}
          help={known?.detail ?? undefined}
        >
          <Combobox
            mono
            value={place.catalog}
            onChange={(catalog) =>
              setPlace({ ...place, catalog, schema: catalog === place.catalog ? place.schema : "" })
            }
            suggestions={suggestions(catalogs.data)}
            emptyText={
              catalogs.isPending ? "Reading the catalogs" : "No catalog of this name is shown to you"
            }
          />
        </Field>
        {catalogs.error && <FailureNote failure={catalogs.error} />}
        <Field
          label="Schema"
          apiName="schema_name"
          verdict={schema?.unusable ? { tone: "wrong", text: schema.unusable } : null}
        >
          <Combobox
            mono
            value={place.schema}
            onChange={(next) => setPlace({ ...place, schema: next })}
            suggestions={suggestions(schemas.data)}
            emptyText={schemas.isFetching ? "Reading the schemas" : "No schema of this name is shown to you"}
          />
        </Field>
        {schemas.error && <FailureNote failure={schemas.error} />}
        <Field
          label="Prefix of the table's name"
          apiName="table_name_prefix"
          optional
          help={
            <>
              The table becomes{" "}
              <code>
                {place.catalog || "…"}.{place.schema || "…"}.{place.prefix.trim() || name}_payload
              </code>
            </>
          }
          verdict={wrongPrefix ? { tone: "wrong", text: "Letters, digits and underscores only." } : null}
        >
          <TextInput mono value={place.prefix} onChange={(prefix) => setPlace({ ...place, prefix })} />
        </Field>
      </div>
    </Dialog>
  );
}

const suggestions = (places: readonly TablePlace[] = []) =>
  places
    .filter((place) => place.unusable === null)
    .map((place) => ({ value: place.name, ...(place.detail ? { detail: place.detail } : {}) }));

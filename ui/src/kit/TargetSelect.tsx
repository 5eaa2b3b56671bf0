// Whom something goes to: an endpoint, and where it has several served entities, who of them answers. Takes what there is to
// choose from as data; reading it is the page's matter. Stands in the head of a page.
import { Select } from "./Select";
import styles from "./TargetSelect.module.css";

export type TargetChoice = { endpoint: string; entity: string | null };
export type TargetOption = { name: string; detail: string };

type Props = {
  target: TargetChoice;
  onChange: (target: TargetChoice) => void;
  endpoints: readonly TargetOption[];
  /** Of the endpoint that is chosen; with one or none there is nothing to decide. */
  entities: readonly TargetOption[];
  /** Told apart when two stand on one page: "Second". */
  which?: string | undefined;
  disabled?: boolean | undefined;
};

const SPLIT = "";

export function TargetSelect({ target, onChange, endpoints, entities, which, disabled = false }: Props) {
  const listed = endpoints.some((one) => one.name === target.endpoint) || target.endpoint === "";
  const options = listed ? endpoints : [{ name: target.endpoint, detail: "" }, ...endpoints];
  const named = (words: string) => (which ? `${which} ${words.toLowerCase()}` : words);
  return (
    <div className={styles.target}>
      <Select
        size="m"
        label={named("Endpoint")}
        placeholder="Choose an endpoint"
        value={target.endpoint === "" ? null : target.endpoint}
        onChange={(endpoint) => onChange({ endpoint, entity: null })}
        options={options.map((one) => ({
          value: one.name,
          label: one.name,
          detail: one.detail || undefined,
        }))}
        disabled={disabled}
        className={styles.endpoint}
      />
      {entities.length > 1 && (
        <Select
          size="m"
          label={named("Served entity")}
          value={target.entity ?? SPLIT}
          onChange={(entity) => onChange({ ...target, entity: entity === SPLIT ? null : entity })}
          options={[
            { value: SPLIT, label: "The traffic split decides" },
            ...entities.map((one) => ({ value: one.name, label: one.name, detail: one.detail || undefined })),
          ]}
          disabled={disabled}
          className={styles.entity}
        />
      )}
    </div>
  );
}

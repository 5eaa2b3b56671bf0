// Tags of an endpoint in an edit: key and value, as many as wanted. Used by Page.tsx.
import type { EndpointEdit, Tag } from "../../ipc/bindings";
import { Button } from "../../kit/Button";
import { IconButton } from "../../kit/IconButton";
import { TextInput } from "../../kit/TextInput";
import styles from "./Edit.module.css";
import { PartHead } from "./PartHead";

type Props = { edit: EndpointEdit; onChange: (edit: EndpointEdit) => void };

export function TagsPart({ edit, onChange }: Props) {
  const { tags } = edit;
  const put = (next: Tag[]): void => onChange({ ...edit, tags: next });
  const change = (at: number, part: Partial<Tag>): void =>
    put(tags.map((tag, place) => (place === at ? { ...tag, ...part } : tag)));
  return (
    <>
      <PartHead title="Tags" detail="For cost reports and for finding the endpoint again." />
      {tags.length === 0 && <p className={styles.quiet}>No tag yet.</p>}
      <ul className={styles.tags} aria-label="Tags">
        {tags.map((tag, at) => {
          const twin = tag.key !== "" && tags.some((other, place) => place < at && other.key === tag.key);
          const empty = tag.key.trim() === "" && (tag.value ?? "") !== "";
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a tag being typed has no other identity than its place
            <li key={at}>
              <TextInput
                label={`Key of tag ${at + 1}`}
                mono
                value={tag.key}
                placeholder="cost-center"
                onChange={(key) => change(at, { key })}
                aria-invalid={twin || empty || undefined}
              />
              <TextInput
                label={`Value of tag ${at + 1}`}
                mono
                value={tag.value ?? ""}
                placeholder="value"
                onChange={(value) => change(at, { value: value === "" ? null : value })}
              />
              <IconButton
                label={`Remove tag ${tag.key || at + 1}`}
                icon="cross"
                onClick={() => put(tags.filter((_, place) => place !== at))}
              />
              {(twin || empty) && (
                <span className={styles.bad} role="alert">
                  {twin ? `The tag ${tag.key} is there twice.` : "Give this tag a key, or clear its value."}
                </span>
              )}
            </li>
          );
        })}
      </ul>
      <div>
        <Button icon="plus" onClick={() => put([...tags, { key: "", value: null }])}>
          Add a tag
        </Button>
      </div>
    </>
  );
}

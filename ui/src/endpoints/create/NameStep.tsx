// Fourth step: what the endpoint is called and what goes with it: description, tags, usage tracking, fallback. The name is
// checked while typing and asked from the workspace shortly after. Used by Page.tsx.
import type { ReactNode } from "react";
import type { Tag } from "../../ipc/bindings";
import { Button } from "../../kit/Button";
import { Field, type Verdict } from "../../kit/Field";
import { IconButton } from "../../kit/IconButton";
import { Switch } from "../../kit/Switch";
import { TextArea } from "../../kit/TextArea";
import { TextInput } from "../../kit/TextInput";
import { verdictOf } from "./ConnectionStep";
import styles from "./Create.module.css";
import type { Flow } from "./flow";
import { NAME_LIMIT } from "./names";
import { StepHeading } from "./StepHeading";
import { fieldId } from "./validate";

export function NameStep({ flow }: { flow: Flow }) {
  const { draft } = flow;
  const alone = draft.entities.length < 2;
  return (
    <>
      <StepHeading
        title="What is it called?"
        detail="Callers use the name as the address. Name and description cannot be changed later."
      />
      <div id={fieldId(null, "name")}>
        <Field
          label="Endpoint name"
          apiName="name"
          required
          verdict={verdictOf(flow, null, "name") ?? checkVerdict(flow)}
          help={`Up to ${NAME_LIMIT} letters, digits, - and _. It is part of the address that callers use.`}
        >
          <TextInput
            mono
            value={draft.name}
            onChange={(name) => flow.edit({ ...draft, name })}
            onBlur={() => draft.name !== "" && flow.touch(null, "name")}
            placeholder="support-assistant-chat"
            end={
              <span className={styles.count}>
                {[...draft.name].length} / {NAME_LIMIT}
              </span>
            }
          />
        </Field>
      </div>
      <div id={fieldId(null, "description")}>
        <Field
          label="Description"
          apiName="description"
          optional
          help="What it is for and whom to ask. Cannot be changed later."
          verdict={verdictOf(flow, null, "description")}
        >
          <TextArea
            value={draft.description}
            onChange={(description) => flow.edit({ ...draft, description })}
            rows={2}
          />
        </Field>
      </div>
      <Tags flow={flow} />
      <hr className={styles.rule} />
      <Choice
        label="Usage tracking"
        detail="Databricks counts requests and tokens in system tables. The workspace has to allow it, and it is billed."
        api="ai_gateway.usage_tracking_config"
      >
        <Switch
          label="Usage tracking"
          checked={draft.usageTracking}
          onChange={(usageTracking) => flow.edit({ ...draft, usageTracking })}
        />
      </Choice>
      <Choice
        label="Fallback"
        api="ai_gateway.fallback_config"
        detail={
          alone
            ? "Needs a second model to fall back to."
            : "When a model answers 429 or 5xx, the next one in order is tried. A refused key or a bad request is not rescued."
        }
      >
        <Switch
          label="Fallback"
          checked={draft.fallback}
          onChange={(fallback) => flow.edit({ ...draft, fallback })}
          disabledReason={alone ? "Fallback needs a second model." : null}
        />
      </Choice>
    </>
  );
}

function checkVerdict({ nameCheck }: Flow): Verdict | null {
  if (nameCheck.state === "free")
    return { tone: "fine", text: "No endpoint in this workspace has this name." };
  if (nameCheck.state === "unknown")
    return {
      tone: "warning",
      text: "Whether the name is free could not be asked. Databricks will say when it is created.",
    };
  return null;
}

function Choice({
  label,
  detail,
  api,
  children,
}: {
  label: string;
  detail: string;
  api: string;
  children: ReactNode;
}) {
  return (
    <div className={styles.choice}>
      {children}
      <div>
        <p className={styles.choiceHead}>
          <b>{label}</b>
          <code>{api}</code>
        </p>
        <p className={styles.help}>{detail}</p>
      </div>
    </div>
  );
}

function Tags({ flow }: { flow: Flow }) {
  const { draft } = flow;
  const put = (index: number, change: Partial<Tag>): void =>
    flow.edit({
      ...draft,
      tags: draft.tags.map((tag, place) => (place === index ? { ...tag, ...change } : tag)),
    });
  return (
    <Field
      label="Tags"
      apiName="tags"
      optional
      group
      help="For cost reports and for finding it again. They can be changed later."
    >
      <div className={styles.tags}>
        {draft.tags.map((tag, index) => {
          const verdict = verdictOf(flow, null, `tag-${index}`);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a tag being typed has no other identity than its place
            <div key={index} className={styles.tag} id={fieldId(null, `tag-${index}`)}>
              <TextInput
                label={`Key of tag ${index + 1}`}
                mono
                size="m"
                value={tag.key}
                placeholder="cost-center"
                onChange={(key) => put(index, { key })}
                onBlur={() => flow.touch(null, `tag-${index}`)}
                aria-invalid={verdict ? true : undefined}
              />
              <TextInput
                label={`Value of tag ${index + 1}`}
                mono
                size="m"
                value={tag.value ?? ""}
                placeholder="value"
                onChange={(value) => put(index, { value: value === "" ? null : value })}
              />
              <IconButton
                label={`Remove tag ${index + 1}`}
                icon="cross"
                size="s"
                onClick={() =>
                  flow.edit({ ...draft, tags: draft.tags.filter((_, place) => place !== index) })
                }
              />
              {verdict && (
                <span className={styles.bad} role="alert">
                  {verdict.text}
                </span>
              )}
            </div>
          );
        })}
        <Button
          size="s"
          variant="quiet"
          icon="plus"
          onClick={() => flow.edit({ ...draft, tags: [...draft.tags, { key: "", value: null }] })}
        >
          Add a tag
        </Button>
      </div>
    </Field>
  );
}

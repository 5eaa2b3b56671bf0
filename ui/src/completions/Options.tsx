// How the prompt is gone on with: length, creativity, how many texts at once, and where to stop. What is not set is not sent.
import type { ReactNode } from "react";
import type { ChatOptions } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { Field } from "../kit/Field";
import { IconButton } from "../kit/IconButton";
import { LinkButton } from "../kit/LinkButton";
import { NumberStepper } from "../kit/NumberStepper";
import { Segmented } from "../kit/Segmented";
import { Slider } from "../kit/Slider";
import { TextInput } from "../kit/TextInput";
import styles from "./Completions.module.css";
import { MOST_STOPS, meant, written } from "./stops";

type Props = { options: ChatOptions; onChange: (options: ChatOptions) => void };

const CHOICES = ["1", "2", "3", "4", "5"] as const;

export function Options({ options, onChange }: Props) {
  const set = (change: Partial<ChatOptions>) => onChange({ ...options, ...change });
  return (
    <div className={styles.options}>
      <Field
        label="Length"
        apiName="max_tokens"
        group
        help={
          options.maxTokens === null
            ? "Many of these models write 16 tokens only unless this is set."
            : undefined
        }
      >
        <Unset
          set={options.maxTokens !== null}
          onSet={() => set({ maxTokens: 256 })}
          onUnset={() => set({ maxTokens: null })}
        >
          <NumberStepper
            label="Length in tokens"
            value={options.maxTokens}
            onChange={(next) => next !== null && next >= 1 && set({ maxTokens: Math.round(next) })}
            min={1}
            max={1_000_000}
            unit="tokens"
          />
        </Unset>
      </Field>
      <Field
        label="Creativity"
        apiName={options.temperature === null ? "temperature" : `temperature ${options.temperature}`}
        group
      >
        <Unset
          set={options.temperature !== null}
          onSet={() => set({ temperature: 0.7 })}
          onUnset={() => set({ temperature: null })}
        >
          <Slider
            label="Creativity"
            value={options.temperature ?? 0.7}
            onChange={(next) => set({ temperature: Math.round(next * 10) / 10 })}
            min={0}
            max={2}
            step={0.1}
            low="Same every time"
            high="Surprising"
          />
        </Unset>
      </Field>
      <Field label="Texts at once" apiName="n" group>
        <Segmented
          label="Texts at once"
          size="s"
          value={CHOICES[(options.n ?? 1) - 1] ?? "1"}
          onChange={(next) => set({ n: next === "1" ? null : Number(next) })}
          options={CHOICES.map((value) => ({ value, label: value }))}
        />
      </Field>
      <Field label="Stop at" apiName="stop" group help="The text ends before any of these. \n is a line end.">
        <Stops stops={options.stop} onChange={(stop) => set({ stop })} />
      </Field>
    </div>
  );
}

function Stops({ stops, onChange }: { stops: string[]; onChange: (stops: string[]) => void }) {
  return (
    <div className={styles.stops}>
      {stops.map((stop, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stop is its place in the list.
        <span key={at} className={styles.stop}>
          <TextInput
            size="m"
            mono
            label={`Stop text ${at + 1}`}
            value={written(stop)}
            onChange={(typed) => onChange(stops.map((one, number) => (number === at ? meant(typed) : one)))}
          />
          <IconButton
            size="s"
            icon="cross"
            label={`Remove stop text ${at + 1}`}
            onClick={() => onChange(stops.filter((_, number) => number !== at))}
          />
        </span>
      ))}
      {stops.length < MOST_STOPS && (
        <Button
          size="s"
          variant="quiet"
          icon="plus"
          onClick={() => onChange([...stops, stops.length === 0 ? "\n" : ""])}
        >
          Add a stop text
        </Button>
      )}
    </div>
  );
}

type UnsetProps = { set: boolean; onSet: () => void; onUnset: () => void; children: ReactNode };

function Unset({ set, onSet, onUnset, children }: UnsetProps) {
  return (
    <>
      {set && children}
      <span className={styles.way}>
        {set ? "" : "As the model decides"}
        <LinkButton size="s" onClick={set ? onUnset : onSet}>
          {set ? "Let it decide" : "Set it"}
        </LinkButton>
      </span>
    </>
  );
}

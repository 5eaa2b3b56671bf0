// How it answers: creativity, length, role and rules, streaming, extra parameters. What is not set is not sent, and the
// panel says so. Saved with the conversation.
import type { ReactNode } from "react";
import type { ChatOptions, Endpoint } from "../ipc/bindings";
import { Field } from "../kit/Field";
import { Icon } from "../kit/Icon";
import { LinkButton } from "../kit/LinkButton";
import { NumberStepper } from "../kit/NumberStepper";
import { Slider } from "../kit/Slider";
import { Switch } from "../kit/Switch";
import { TextArea } from "../kit/TextArea";
import { ExtraParams } from "./ExtraParams";
import { LENGTHS, stopOf } from "./length";
import styles from "./Side.module.css";
import { creativityInWords, lengthInWords, streamSkipsChecks } from "./words";

type Props = {
  options: ChatOptions;
  endpoint: Endpoint | undefined;
  onChange: (options: ChatOptions) => void;
};

const FIRST_TEMPERATURE = 0.7;
const FIRST_LENGTH = 400;

export function OptionsPanel({ options, endpoint, onChange }: Props) {
  const set = (change: Partial<ChatOptions>) => onChange({ ...options, ...change });
  return (
    <div className={styles.sections}>
      <section>
        <h2>How it answers</h2>
        <Creativity value={options.temperature} onChange={(temperature) => set({ temperature })} />
        <Length value={options.maxTokens} onChange={(maxTokens) => set({ maxTokens })} />
        <Field label="Role and rules" apiName="system">
          <TextArea
            value={options.system}
            onChange={(system) => set({ system })}
            rows={3}
            maxRows={10}
            grow
            placeholder="You write for customer care. Polite, short."
          />
        </Field>
        <div className={styles.between}>
          <span aria-hidden="true">Show words as they come</span>
          <Switch
            checked={options.stream}
            onChange={(stream) => set({ stream })}
            label="Show words as they come"
          />
        </div>
        {streamSkipsChecks(endpoint, options.stream) && (
          <p className={styles.note}>
            <Icon name="shield" size={14} />
            <span>
              While this is on, the company’s checks on <b>answers</b> are skipped. Checks on your message
              still run.
            </span>
          </p>
        )}
      </section>
      <section>
        <h2>Extra parameters</h2>
        <ExtraParams params={options.extra} onChange={(extra) => set({ extra })} />
      </section>
    </div>
  );
}

type ValueProps = { value: number | null; onChange: (value: number | null) => void };

function Creativity({ value, onChange }: ValueProps) {
  return (
    <Field
      label="Creativity"
      apiName={value === null ? "temperature" : `temperature ${value}`}
      help={value !== null && value > 1 ? "Some providers take 1 at most and refuse more." : undefined}
      group
    >
      <Unset set={value !== null} onSet={() => onChange(FIRST_TEMPERATURE)} onUnset={() => onChange(null)}>
        {value !== null && (
          <Slider
            label="Creativity"
            value={value}
            onChange={(next) => onChange(Math.round(next * 10) / 10)}
            min={0}
            max={2}
            step={0.1}
            low="Same every time"
            high="Surprising"
            format={creativityInWords}
          />
        )}
      </Unset>
    </Field>
  );
}

function Length({ value, onChange }: ValueProps) {
  const exact = value !== null && (
    <NumberStepper
      label="Length in tokens"
      value={value}
      onChange={(next) => next !== null && next >= 1 && onChange(Math.round(next))}
      min={1}
      max={1_000_000}
      unit="tokens"
    />
  );
  return (
    <Field label="Length" apiName={value === null ? "max_tokens" : `max_tokens ${value}`} group>
      <Unset
        set={value !== null}
        onSet={() => onChange(FIRST_LENGTH)}
        onUnset={() => onChange(null)}
        start={exact}
      >
        {value !== null && (
          <Slider
            label="Length"
            value={stopOf(value)}
            onChange={(stop) => onChange(LENGTHS[stop] ?? FIRST_LENGTH)}
            min={0}
            max={LENGTHS.length - 1}
            step={1}
            low="A sentence"
            high={lengthInWords(value)}
            format={(stop) => lengthInWords(LENGTHS[stop] ?? FIRST_LENGTH)}
          />
        )}
      </Unset>
    </Field>
  );
}

type UnsetProps = {
  set: boolean;
  onSet: () => void;
  onUnset: () => void;
  start?: ReactNode;
  children: ReactNode;
};

function Unset({ set, onSet, onUnset, start, children }: UnsetProps) {
  if (set) {
    return (
      <>
        {children}
        <span className={styles.way}>
          {start}
          <LinkButton size="s" onClick={onUnset}>
            Let it decide
          </LinkButton>
        </span>
      </>
    );
  }
  return (
    <span className={styles.way}>
      As the model decides
      <LinkButton size="s" onClick={onSet}>
        Set it
      </LinkButton>
    </span>
  );
}

// How it answers: creativity, length, role and rules, streaming, extra parameters. What is not set is not sent, and the
// panel says so. Saved with the conversation.
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { ChatOptions, Defaults, Endpoint, UseCache } from "../ipc/bindings";
import { Field } from "../kit/Field";
import { Icon } from "../kit/Icon";
import { LinkButton } from "../kit/LinkButton";
import { NumberStepper } from "../kit/NumberStepper";
import { Select } from "../kit/Select";
import { Slider } from "../kit/Slider";
import { Switch } from "../kit/Switch";
import { TextArea } from "../kit/TextArea";
import { ExtraParams } from "./ExtraParams";
import { LENGTHS, stopOf } from "./length";
import { defaultsQuery } from "./queries";
import styles from "./Side.module.css";
import { CACHE_WORDS, creativityInWords, lengthInWords, streamSkipsChecks } from "./words";

type Props = {
  options: ChatOptions;
  endpoint: Endpoint | undefined;
  /** The one entity that is asked; null when the traffic split decides. */
  entity?: string | null;
  /** Answers kept before may be used here; comparing always asks. */
  keeps?: boolean;
  onChange: (options: ChatOptions) => void;
};

const FIRST_TEMPERATURE = 0.7;
const FIRST_LENGTH = 400;

export function OptionsPanel({ options, endpoint, entity = null, keeps = false, onChange }: Props) {
  const set = (change: Partial<ChatOptions>) => onChange({ ...options, ...change });
  const known = useQuery({
    ...defaultsQuery(endpoint?.name ?? "", entity),
    enabled: endpoint !== undefined,
  }).data;
  return (
    <div className={styles.sections}>
      <section>
        <h2>How it answers</h2>
        <Creativity
          value={options.temperature}
          known={known?.temperature}
          onChange={(temperature) => set({ temperature })}
        />
        <Length
          value={options.maxTokens}
          known={known?.maxTokens}
          onChange={(maxTokens) => set({ maxTokens })}
        />
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
        {known !== undefined && known.notes.length > 0 && (
          <ul className={styles.hints} aria-label="What this provider expects">
            {known.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
      </section>
      <section>
        <h2>More</h2>
        <Stops value={options.stop} onChange={(stop) => set({ stop })} />
        <Field
          label="Answers to one message"
          apiName={options.n === null ? "n" : `n ${options.n}`}
          help="Each is paid for. Not every provider gives more than one."
        >
          <NumberStepper
            value={options.n ?? 1}
            onChange={(n) => set({ n: n === null || n <= 1 ? null : Math.round(n) })}
            min={1}
            max={5}
          />
        </Field>
        {keeps && (
          <Field
            label="Use answers kept before"
            help="An answer to exactly the same question, kept on this computer. It is marked and costs nothing."
          >
            <Select
              value={options.useCache}
              onChange={(useCache) => set({ useCache })}
              options={CACHE_CHOICES.map((value) => ({ value, label: CACHE_WORDS[value] }))}
            />
          </Field>
        )}
      </section>
      <section>
        <h2>Extra parameters</h2>
        <ExtraParams params={options.extra} onChange={(extra) => set({ extra })} />
      </section>
    </div>
  );
}

const CACHE_CHOICES: UseCache[] = ["off", "deterministic", "always"];

type ValueProps = { value: number | null; onChange: (value: number | null) => void };

function Creativity({ value, known, onChange }: ValueProps & { known: Defaults["temperature"] | undefined }) {
  const max = known?.max ?? 2;
  const first = Math.min(known?.default ?? FIRST_TEMPERATURE, max);
  const refused = known?.accepted === false;
  return (
    <Field
      label="Creativity"
      apiName={value === null ? "temperature" : `temperature ${value}`}
      help={
        refused
          ? "This model decides itself and refuses a wish here."
          : known === undefined && value !== null && value > 1
            ? "Some providers take 1 at most and refuse more."
            : undefined
      }
      group
    >
      <Unset set={value !== null} onSet={() => onChange(first)} onUnset={() => onChange(null)}>
        {value !== null && (
          <Slider
            label="Creativity"
            value={Math.min(value, max)}
            onChange={(next) => onChange(Math.round(next * 10) / 10)}
            min={known?.min ?? 0}
            max={max}
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

function Length({ value, known, onChange }: ValueProps & { known: Defaults["maxTokens"] | undefined }) {
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
  const sends = known?.needed === true && known.default !== null ? known.default : null;
  return (
    <Field
      label="Length"
      apiName={value === null ? "max_tokens" : `max_tokens ${value}`}
      help={
        value === null && sends !== null
          ? `This provider must be told one; ${sends.toLocaleString("en-US")} tokens are sent until you set it.`
          : undefined
      }
      group
    >
      <Unset
        set={value !== null}
        onSet={() => onChange(known?.default ?? FIRST_LENGTH)}
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

/** One a line; an empty line is none. */
function Stops({ value, onChange }: { value: string[]; onChange: (value: string[]) => void }) {
  const [typed, setTyped] = useState(() => value.join("\n"));
  const stops = typed.split("\n").filter((line) => line !== "");
  return (
    <Field
      label="End at"
      apiName="stop"
      help={
        stops.length > 4
          ? "Most providers take four at most and refuse more."
          : "The answer ends before these letters. One a line."
      }
    >
      <TextArea
        mono
        value={typed}
        onChange={(text) => {
          setTyped(text);
          onChange(text.split("\n").filter((line) => line !== ""));
        }}
        rows={1}
        maxRows={5}
        grow
        placeholder="###"
      />
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

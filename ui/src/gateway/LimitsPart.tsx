// Rate limits: one row for each rule, counted against what an endpoint takes, with what is never reached named beside it.
// Used by GatewayTab.
import { useQuery } from "@tanstack/react-query";
import { commands, type GatewaySettings, type LimitKey, type RateLimit, type Shadow } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { Button } from "../kit/Button";
import { Icon, type IconName } from "../kit/Icon";
import { IconButton } from "../kit/IconButton";
import { NumberStepper } from "../kit/NumberStepper";
import { Select } from "../kit/Select";
import { TextInput } from "../kit/TextInput";
import styles from "./Gateway.module.css";
import type { PartProps } from "./GatewayTab";
import {
  countsOf,
  inNumbers,
  KEY_WORDS,
  liveRule,
  MOST_GROUP_RULES,
  MOST_RULES,
  newRule,
  ruleInWords,
  whom,
  whyNoGroup,
  whyNoRule,
} from "./model";

const ICONS: Record<LimitKey, IconName> = {
  endpoint: "globe",
  user: "user",
  userGroup: "users",
  servicePrincipal: "robot",
};
const KEYS: LimitKey[] = ["endpoint", "user", "userGroup", "servicePrincipal"];
const NOBODY = { user: null, groups: [], servicePrincipal: null };

/** What nobody ever reaches; the answer is the same for every caller. */
function useShadows(settings: GatewaySettings): readonly Shadow[] {
  const query = useQuery({
    queryKey: ["gateway", "bites", settings.rateLimits, NOBODY],
    queryFn: () => unwrap(commands.gatewayBites(settings, NOBODY), { quiet: true }),
    placeholderData: (before) => before,
  });
  return query.data?.shadowed ?? [];
}

export function LimitsPart({ settings, live, state, closed, onChange }: PartProps) {
  const { rules, groups } = countsOf(settings, state.foreignLimits);
  const shadows = useShadows(settings);
  const put = (rateLimits: RateLimit[]) => onChange({ ...settings, rateLimits });
  const at = (place: number, rule: RateLimit) =>
    put(settings.rateLimits.map((one, index) => (index === place ? rule : one)));
  const over = rules > MOST_RULES || groups > MOST_GROUP_RULES;
  return (
    <section className={styles.set} aria-labelledby="gateway-limits">
      <div className={styles.between}>
        <h2 id="gateway-limits">Rate limits</h2>
        <span className={styles.count} data-over={over || undefined}>
          <b>{rules}</b> of {MOST_RULES} rules, <b>{groups}</b> of {MOST_GROUP_RULES} for groups
        </span>
        <Button
          size="s"
          icon="plus"
          disabledReason={closed ?? whyNoRule(settings, state.foreignLimits)}
          onClick={() => put([...settings.rateLimits, newRule(settings)])}
        >
          Add a rule
        </Button>
      </div>
      {settings.rateLimits.length === 0 ? (
        <p className={styles.none}>
          No rule limits anybody. Calls over a limit are refused with 429, they do not wait.
        </p>
      ) : (
        <table className={styles.limits} aria-labelledby="gateway-limits">
          <thead>
            <tr>
              <th scope="col">Who</th>
              <th scope="col" className={styles.right}>
                Calls a minute
              </th>
              <th scope="col" className={styles.right}>
                Tokens a minute
              </th>
              <th scope="col">In words</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {settings.rateLimits.map((rule, place) => (
              <Rule
                // Rules have no name of their own; their place is what stays while one is typed.
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                key={place}
                rule={rule}
                settings={settings}
                live={live}
                closed={closed}
                shadows={shadows.filter((one) => one.rule === place)}
                onChange={(next) => at(place, next)}
                onRemove={() => put(settings.rateLimits.filter((_, index) => index !== place))}
              />
            ))}
          </tbody>
        </table>
      )}
      {state.foreignLimits > 0 && (
        <p className={styles.none}>
          {state.foreignLimits === 1
            ? "1 more rule is of a kind this app does not know. It stays as it is."
            : `${state.foreignLimits} more rules are of a kind this app does not know. They stay as they are.`}
        </p>
      )}
    </section>
  );
}

type RuleProps = {
  rule: RateLimit;
  settings: GatewaySettings;
  live: GatewaySettings;
  closed: string | null;
  shadows: readonly Shadow[];
  onChange: (rule: RateLimit) => void;
  onRemove: () => void;
};

function Rule({ rule, settings, live, closed, shadows, onChange, onRemove }: RuleProps) {
  const name = whom(rule);
  const was = liveRule(rule, live);
  const changed = was === null || was.calls !== rule.calls || was.tokens !== rule.tokens;
  const whole = (number: number | null) => (number === null ? null : Math.max(0, Math.round(number)));
  return (
    <tr data-changed={changed || undefined}>
      <td>
        {was ? (
          <span className={styles.who}>
            <Icon name={ICONS[rule.key]} />
            {name}
          </span>
        ) : (
          <NewWho rule={rule} settings={settings} onChange={onChange} />
        )}
      </td>
      <td className={styles.right}>
        <NumberStepper
          className={styles.number}
          label={`Calls a minute, ${name}`}
          placeholder="no limit"
          min={0}
          disabled={closed !== null}
          value={rule.calls}
          onChange={(calls) => onChange({ ...rule, calls: whole(calls) })}
        />
      </td>
      <td className={styles.right}>
        <NumberStepper
          className={styles.number}
          label={`Tokens a minute, ${name}`}
          placeholder="no limit"
          min={0}
          step={1000}
          disabled={closed !== null}
          value={rule.tokens}
          onChange={(tokens) => onChange({ ...rule, tokens: whole(tokens) })}
        />
      </td>
      <td className={styles.says}>
        {was && changed && <b>was {inNumbers(was)}. </b>}
        {shadows.length > 0 ? (
          <span className={styles.shadow}>
            <Icon name="warning" size={13} />
            {shadows.map((one) => one.sentence).join("; ")}
          </span>
        ) : (
          ruleInWords(rule, settings)
        )}
      </td>
      <td>
        <IconButton
          size="s"
          icon="cross"
          label={`Remove the rule for ${name}`}
          disabledReason={closed}
          onClick={onRemove}
        />
      </td>
    </tr>
  );
}

type NewProps = { rule: RateLimit; settings: GatewaySettings; onChange: (rule: RateLimit) => void };

/** Whom a rule that is not live yet is for. */
function NewWho({ rule, settings, onChange }: NewProps) {
  const names: Record<LimitKey, string> = {
    endpoint: "",
    user: "Mail address; empty: every user",
    userGroup: "Name of the group",
    servicePrincipal: "Application id",
  };
  return (
    <span className={styles.newWho}>
      <Select
        label="Whom the rule is for"
        value={rule.key}
        onChange={(key) =>
          onChange({ ...rule, key, principal: key === "endpoint" ? null : (rule.principal ?? "") })
        }
        options={KEYS.map((key) => ({
          value: key,
          label: KEY_WORDS[key],
          icon: ICONS[key],
          ...(key === "userGroup" && rule.key !== key && whyNoGroup(settings)
            ? { disabledReason: whyNoGroup(settings) ?? "" }
            : {}),
        }))}
      />
      {rule.key !== "endpoint" && (
        <TextInput
          label={names[rule.key]}
          placeholder={names[rule.key]}
          value={rule.principal ?? ""}
          onChange={(principal) =>
            onChange({ ...rule, principal: principal === "" && rule.key === "user" ? null : principal })
          }
        />
      )}
    </span>
  );
}

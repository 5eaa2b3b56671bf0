// Guardrails on what people send and on what models answer. The two deprecated lists stand here only where the endpoint has
// them. Used by GatewayTab.
import type { GatewaySettings, Guardrails, PersonalData } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { Icon } from "../kit/Icon";
import { Segmented } from "../kit/Segmented";
import { Switch } from "../kit/Switch";
import styles from "./Gateway.module.css";
import type { PartProps } from "./GatewayTab";

type Side = "input" | "output";
const SIDES: Side[] = ["input", "output"];
const WORDS: Record<Side, string> = { input: "what people send", output: "what models answer" };

export function GuardrailsPart({ settings, live, state, closed, onChange }: PartProps) {
  const put = (side: Side, part: Partial<Guardrails>) =>
    onChange({ ...settings, [side]: { ...settings[side], ...part } });
  const checksAnswers = settings.output.safety || settings.output.pii !== "none";
  return (
    <section className={styles.set} aria-labelledby="gateway-guardrails">
      <div className={styles.between}>
        <h2 id="gateway-guardrails">Guardrails</h2>
      </div>
      <table className={styles.guard} aria-labelledby="gateway-guardrails">
        <thead>
          <tr>
            <td />
            <th scope="col">What people send</th>
            <th scope="col">What models answer</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              Unsafe content<small>violence, self-harm, hate and the like</small>
            </th>
            {SIDES.map((side) => (
              <td key={side}>
                <span className={styles.choice}>
                  <Switch
                    label={`Block unsafe content in ${WORDS[side]}`}
                    checked={settings[side].safety}
                    disabledReason={closed}
                    onChange={(safety) => put(side, { safety })}
                  />
                  <span aria-hidden>{settings[side].safety ? "Block" : "Let through"}</span>
                </span>
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">
              Personal data<small>e-mail, card, phone and account numbers, mostly of the US</small>
            </th>
            {SIDES.map((side) => (
              <td key={side}>
                <Segmented<PersonalData>
                  size="s"
                  label={`Personal data in ${WORDS[side]}`}
                  value={settings[side].pii}
                  onChange={(pii) => put(side, { pii })}
                  options={options(live[side].pii, closed)}
                />
              </td>
            ))}
          </tr>
          <Lists settings={settings} live={live} closed={closed} onPut={put} />
        </tbody>
      </table>
      {state.task === "llm/v1/embeddings" ? (
        <p className={styles.warning}>
          <Icon name="warning" />
          <span>Guardrails do nothing for embeddings.</span>
        </p>
      ) : (
        checksAnswers && (
          <p className={styles.warning}>
            <Icon name="warning" />
            <span>
              <b>Answers are checked only when they do not stream.</b> A call that streams skips the
              right-hand column. The playground streams unless you turn that off.
            </span>
          </p>
        )
      )}
    </section>
  );
}

function options(live: PersonalData, closed: string | null) {
  const all: { value: PersonalData; label: string }[] = [
    { value: "none", label: "Let through" },
    { value: "block", label: "Block" },
    { value: "mask", label: "Mask" },
  ];
  // A behaviour this app does not know can be kept, and not chosen anew.
  if (live === "other") all.push({ value: "other", label: "As it is" });
  return all.map((one) => (closed ? { ...one, disabledReason: closed } : one));
}

type ListsProps = {
  settings: GatewaySettings;
  live: GatewaySettings;
  closed: string | null;
  onPut: (side: Side, part: Partial<Guardrails>) => void;
};

function Lists({ settings, live, closed, onPut }: ListsProps) {
  const rows = (
    [
      ["keywords", "Refused words"],
      ["topics", "Allowed topics"],
    ] as const
  ).filter(([part]) => SIDES.some((side) => live[side][part] !== null));
  return rows.map(([part, title]) => (
    <tr key={part}>
      <th scope="row">
        {title}
        <small>deprecated by Databricks; kept until you remove them</small>
      </th>
      {SIDES.map((side) => {
        const list = settings[side][part];
        return (
          <td key={side}>
            {list ? (
              <span className={styles.choice}>
                <span className={styles.list}>{list.join(", ")}</span>
                <Button
                  size="s"
                  variant="quiet"
                  disabledReason={closed}
                  onClick={() => onPut(side, { [part]: null })}
                >
                  Remove
                </Button>
              </span>
            ) : (
              <span className={styles.dim}>{live[side][part] ? "Removed by this draft" : "None"}</span>
            )}
          </td>
        );
      })}
    </tr>
  ));
}

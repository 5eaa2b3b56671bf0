// Beside the settings: the whole of them in sentences, and for one caller which limit stops first. Used by GatewayTab.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { rightsQuery } from "../access/rights";
import { type BiteStanding, type Caller, commands, type GatewaySettings } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { Checkbox } from "../kit/Checkbox";
import { Combobox } from "../kit/Combobox";
import { FailureNote } from "../kit/FailureNote";
import { Field } from "../kit/Field";
import { Icon } from "../kit/Icon";
import styles from "./Gateway.module.css";
import { count, inWords, whom } from "./model";

type Props = { settings: GatewaySettings; entities: readonly string[]; task: string | null };

export function Beside({ settings, entities, task }: Props) {
  return (
    <aside className={styles.beside} aria-label="In words">
      <section>
        <h3>In words</h3>
        <ul className={styles.plain}>
          {inWords(settings, entities, task).map((line) => (
            <li key={line.text} data-tone={line.tone}>
              <Icon name={line.tone === "warning" ? "warning" : "check"} />
              <span>{line.text}</span>
            </li>
          ))}
        </ul>
      </section>
      {settings.rateLimits.length > 0 && <WhoFirst settings={settings} />}
    </aside>
  );
}

const STANDING: Record<BiteStanding, string> = {
  first: "first",
  later: "later",
  overridden: "replaced",
  notCounted: "not counted",
};

function WhoFirst({ settings }: { settings: GatewaySettings }) {
  const access = useQuery(rightsQuery);
  const [typed, setTyped] = useState<string | null>(null);
  const [ticked, setTicked] = useState<readonly string[] | null>(null);
  const me = access.data?.user ?? "";
  const name = typed ?? me;
  const named = settings.rateLimits.flatMap((rule) =>
    rule.principal ? [{ ...rule, principal: rule.principal }] : [],
  );
  const groups = [...new Set(named.filter((rule) => rule.key === "userGroup").map((rule) => rule.principal))];
  const mine = name === me ? groups.filter((group) => access.data?.groups.includes(group)) : [];
  const member = ticked ?? mine;
  const robot = named.some((rule) => rule.key === "servicePrincipal" && rule.principal === name);
  const who: Caller = {
    user: robot ? null : name || null,
    groups: [...member],
    servicePrincipal: robot ? name : null,
  };
  const bites = useQuery({
    queryKey: ["gateway", "bites", settings.rateLimits, who],
    queryFn: () => unwrap(commands.gatewayBites(settings, who), { quiet: true }),
    placeholderData: (before) => before,
  });
  const people = named.filter((rule) => rule.key !== "userGroup").map((rule) => rule.principal);
  return (
    <section>
      <h3>Who is stopped first?</h3>
      <Field label="For whom">
        <Combobox
          value={name}
          onChange={(next) => {
            setTyped(next);
            setTicked(null);
          }}
          placeholder="Mail address or application id"
          suggestions={[...new Set([me, ...people].filter(Boolean))].map((value) =>
            value === me ? { value, detail: "You" } : { value },
          )}
        />
      </Field>
      {groups.map((group) => (
        <Checkbox
          key={group}
          checked={member.includes(group)}
          onChange={(on) => setTicked(on ? [...member, group] : member.filter((one) => one !== group))}
        >
          is in {group}
        </Checkbox>
      ))}
      {bites.error && <FailureNote failure={bites.error} />}
      {bites.data && (
        <>
          <p className={styles.verdict} role="status">
            {bites.data.sentence}
          </p>
          <ol className={styles.bites}>
            {bites.data.rules.map((bite) => {
              const rule = settings.rateLimits[bite.rule];
              return rule ? (
                <li key={bite.rule} data-standing={bite.standing}>
                  <b>
                    {rule.calls !== null
                      ? count(rule.calls)
                      : rule.tokens !== null
                        ? count(rule.tokens)
                        : "–"}
                  </b>
                  <span>
                    {whom(rule)}
                    <small>
                      {STANDING[bite.standing]}: {bite.sentence}
                    </small>
                  </span>
                </li>
              ) : null;
            })}
          </ol>
        </>
      )}
    </section>
  );
}

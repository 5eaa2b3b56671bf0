// The profiles of the configuration file: what each leads to and where. One that cannot be used stays listed with the
// reason.
import { useId } from "react";
import type { ProfileChoice, SignInChoices } from "../ipc/bindings";
import { Icon } from "../kit/Icon";
import { bareHost, SIGN_IN_WORDS } from "../shell/workspaceWords";
import styles from "./Ways.module.css";

type Props = {
  choices: SignInChoices;
  value: string | null;
  onChange: (name: string) => void;
  host: string | null;
};

export function Profiles({ choices, value, onChange, host }: Props) {
  const group = useId();
  return (
    <>
      <div role="radiogroup" aria-label="Profile" className={styles.profiles}>
        {choices.profiles.map((profile) => (
          <label
            key={profile.name}
            className={styles.profile}
            data-chosen={profile.name === value || undefined}
            data-off={profile.problem !== null || undefined}
          >
            <input
              type="radio"
              name={group}
              className={styles.input}
              checked={profile.name === value}
              disabled={profile.problem !== null}
              onChange={() => onChange(profile.name)}
            />
            <code>{profile.name}</code>
            <span className={styles.kind}>{profile.kind ? SIGN_IN_WORDS[profile.kind] : ""}</span>
            <span className={profile.problem ? styles.problem : styles.kind}>{leadsTo(profile, host)}</span>
            {profile.name === value && <Icon name="check" size={14} />}
          </label>
        ))}
      </div>
      {choices.configProblem && <p className={styles.note}>{choices.configProblem}</p>}
    </>
  );
}

function leadsTo(profile: ProfileChoice, host: string | null): string {
  if (profile.problem !== null) return profile.problem;
  if (profile.host === null) return "names no address";
  return host !== null && bareHost(profile.host) === bareHost(host) ? "this address" : bareHost(profile.host);
}

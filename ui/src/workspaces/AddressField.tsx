// The workspace's address: checked while typing, complained about on leaving. It may stay empty where the browser or the
// profile knows it.
import type { Ref } from "react";
import type { HostCheck } from "../ipc/bindings";
import { Field, type Verdict } from "../kit/Field";
import { Icon } from "../kit/Icon";
import { TextInput } from "../kit/TextInput";
import { bareHost } from "../shell/workspaceWords";
import styles from "./ConnectPage.module.css";
import { hostHint, hostVerdict } from "./model";

type Props = {
  ref: Ref<HTMLInputElement>;
  value: string;
  onChange: (value: string) => void;
  onLeave: () => void;
  left: boolean;
  check: HostCheck | null;
  optional: boolean;
  browser: boolean;
  fromProfile: string | null;
  problem: Verdict | null;
};

export function AddressField(props: Props) {
  const { value, check, optional, browser, fromProfile } = props;
  const hint = hostHint(check);
  const help =
    value.trim() === "" && fromProfile !== null
      ? `Left empty, the profile's address is used: ${bareHost(fromProfile)}.`
      : browser && optional
        ? "Copied from the browser is fine, we cut off the rest. Left empty, you choose the workspace in the browser."
        : "Copied from the browser is fine, we cut off the rest.";
  return (
    <>
      <Field
        label="Workspace address"
        required={!optional}
        optional={optional ? "can be left empty" : false}
        help={help}
        verdict={props.problem ?? hostVerdict(check, props.left)}
      >
        <TextInput
          ref={props.ref}
          type="text"
          inputMode="url"
          placeholder="https://adb-1234567890123456.7.azuredatabricks.net"
          value={value}
          onChange={props.onChange}
          onBlur={props.onLeave}
          end={
            check?.host && check.problem === null ? (
              <Icon name="check" className={styles.good} label="Can be used" />
            ) : null
          }
        />
      </Field>
      {hint && (
        <p className={styles.hint}>
          <Icon name="warning" size={13} />
          {hint}
        </p>
      )}
    </>
  );
}

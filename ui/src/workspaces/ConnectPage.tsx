// Connecting a workspace: its address, a way to sign in, how it is called and marked. Nothing typed is lost when it fails:
// the failure is explained below the fields, and the doctor says on the right how far the way is free. While the browser is
// open, this page says what happens there.
import { useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useRef, useState } from "react";
import type { WorkspaceColor } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { Button } from "../kit/Button";
import { ColorChoice } from "../kit/ColorChoice";
import { EnvironmentChoice, type MarkedEnvironment } from "../kit/EnvironmentChoice";
import { FailureCard } from "../kit/FailureCard";
import { Field } from "../kit/Field";
import { Icon } from "../kit/Icon";
import { TextInput } from "../kit/TextInput";
import { useNextStep } from "../shell/next";
import { bareHost } from "../shell/workspaceWords";
import { AddressField } from "./AddressField";
import styles from "./ConnectPage.module.css";
import { fieldProblem, firstColor, looksWrong, suggestedNameOf, whatIsMissing } from "./model";
import { useConnect, useHostCheck, useSignInChoices } from "./queries";
import { hostIsOptional, NOTHING_TYPED, profileHost, signInOf, type Typed } from "./signing";
import { useUsedColors } from "./usedColors";
import { Waiting } from "./Waiting";
import { WayOut } from "./WayOut";
import { Ways } from "./Ways";
import { KeychainLine, WhatHappens } from "./WhatHappens";

const AddressDoctor = lazy(() =>
  import("../doctor/AddressDoctor").then((loaded) => ({ default: loaded.AddressDoctor })),
);

export function ConnectPage() {
  const { connect, attempt } = useConnect();
  const choices = useSignInChoices();
  const usedColors = useUsedColors();
  // A passport of a workspace that is not connected leads here with its address.
  const given: { host?: string } = useSearch({ strict: false });
  const [host, setHost] = useState(given.host ?? "");
  const [hostLeft, setHostLeft] = useState(false);
  const [signing, setSigning] = useState<Typed>(NOTHING_TYPED);
  const [name, setName] = useState("");
  const [environment, setEnvironment] = useState<MarkedEnvironment>("none");
  const [color, setColor] = useState<WorkspaceColor | null>(null);
  const hostField = useRef<HTMLInputElement>(null);
  const place = useRef<HTMLFormElement>(null);
  const check = useHostCheck(host);
  const shownColor = color ?? firstColor(usedColors);
  const fromProfile = profileHost(signing, choices);
  const optional = hostIsOptional(signing, choices);
  const suggested = suggestedNameOf(check, signing, fromProfile);
  const failed = connect.isError && !connect.isPending && !attempt.wasStopped();
  const failure = failed ? failureOf(connect.error) : null;
  const problems = failure?.kind === "invalid" ? failure.fields : [];
  const missing = whatIsMissing({ host, check, optional, signing });
  const examined = failure && looksWrong(failure) ? (check?.host ?? fromProfile) : null;

  const submit = () => {
    setHostLeft(true);
    if (missing !== null || connect.isPending) return;
    connect.mutate({
      host: host.trim(),
      name: name.trim() === "" ? suggested : name.trim(),
      environment,
      color: shownColor,
      signIn: signInOf(signing),
    });
  };
  const next = useNextStep({
    tryAgain: submit,
    waitAndRetry: submit,
    checkAddress: () => hostField.current?.focus(),
    signInAgain: () => focusFirst(place.current),
  });

  return (
    <div className={styles.page}>
      <main className={styles.left}>
        <header className={styles.brand}>
          <Icon name="brand" size={20} />
          Gatewright
        </header>
        <div className={styles.title}>
          <h1>Connect a workspace</h1>
          <p>
            Gatewright talks to Databricks directly from this computer. There is no account with us and
            nothing is reported home.
          </p>
        </div>
        <form
          ref={place}
          id="connect"
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <AddressField
            ref={hostField}
            value={host}
            onChange={setHost}
            onLeave={() => setHostLeft(true)}
            left={hostLeft}
            check={check}
            optional={optional}
            fromProfile={fromProfile}
            browser={signing.kind === "browser"}
            problem={fieldProblem(problems, "host")}
          />
          <Field label="Sign in with" group>
            <Ways
              typed={signing}
              onChange={(change) => setSigning((before) => ({ ...before, ...change }))}
              choices={choices}
              problems={problems}
              host={check?.host ?? null}
            />
          </Field>
          <Field
            label="Name"
            optional="as you will see it in the switcher"
            verdict={fieldProblem(problems, "name")}
          >
            <TextInput value={name} onChange={setName} placeholder={suggested} />
          </Field>
          <div className={styles.marks}>
            <Field label="Mark it as" optional="so that nobody mistakes it" group>
              <EnvironmentChoice value={environment} onChange={setEnvironment} />
            </Field>
            <Field label="Colour" group>
              <ColorChoice value={shownColor} onChange={setColor} />
            </Field>
          </div>
          {failure && (
            <div ref={intoSight}>
              <FailureCard failure={failure} onNext={next} compact />
            </div>
          )}
        </form>
        <footer className={styles.foot}>
          <WayOut />
          <Button
            type="submit"
            form="connect"
            variant="primary"
            size="l"
            keyHint="↵"
            busy={connect.isPending}
            busyLabel={attempt.standing.url ? "Waiting for the browser" : "Connecting"}
            disabledReason={missing}
          >
            Connect
          </Button>
        </footer>
      </main>
      <aside className={styles.right} aria-label="About connecting">
        {connect.isPending && (
          <Waiting
            standing={attempt.standing}
            browser={signing.kind === "browser"}
            onCancel={attempt.cancel}
          />
        )}
        {examined ? (
          <Suspense fallback={null}>
            <AddressDoctor
              key={connect.submittedAt}
              host={examined}
              onNext={next}
              about={`${bareHost(examined)}, without a sign-in.`}
            />
            <KeychainLine />
          </Suspense>
        ) : (
          <WhatHappens kind={signing.kind} />
        )}
      </aside>
    </div>
  );
}

function focusFirst(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>('[data-secret], [role="radio"][aria-checked="true"]')?.focus();
}

/** The form may be longer than the window; what went wrong is seen at once. */
function intoSight(card: HTMLElement | null): void {
  card?.scrollIntoView({ block: "center" });
}

// "price not known – add": writes down what a model costs, from the line of numbers. The whole book is in the settings.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type Failure } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { changedBy } from "../ipc/freshness";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { Field } from "../kit/Field";
import { LinkButton } from "../kit/LinkButton";
import { Pulse } from "../kit/Spinner";
import { TextInput } from "../kit/TextInput";
import { useToast } from "../kit/Toast";
import styles from "./Answer.module.css";
import { problemsOf } from "./words";

type Asked = {
  /** The served entity that answered. */
  servedBy: string | null;
  /** The one that was asked. */
  endpoint: string;
  /** Vectors are not charged by what is answered. */
  onlySent?: boolean | undefined;
};

/** Stands where the price would. */
export function PriceNotKnown(asked: Asked) {
  const [open, setOpen] = useState(false);
  return (
    <span className={styles.price}>
      price not known –{" "}
      <LinkButton size="s" onClick={() => setOpen(true)}>
        add
      </LinkButton>
      {open && <AddPrice {...asked} onClose={() => setOpen(false)} />}
    </span>
  );
}

type Props = Asked & { onClose: () => void };

function AddPrice({ servedBy, endpoint, onlySent = false, onClose }: Props) {
  const client = useQueryClient();
  const toast = useToast();
  const [typed, setTyped] = useState({ input: "", output: "", currency: "USD" });
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const prices = useQuery({
    queryKey: ["prices", "for", endpoint],
    queryFn: () => unwrap(commands.pricesFor(endpoint), { quiet: true }),
  });
  const of = prices.data?.find((one) => one.entity === servedBy);
  const [input, output] = [amountOf(typed.input), onlySent ? 0 : amountOf(typed.output)];
  const save = async () => {
    if (!of || input === null || output === null || busy) return;
    setBusy(true);
    const { provider, model } = of;
    const date = new Date().toISOString().slice(0, 10);
    const price = { provider, model, input, output, cached: null, currency: typed.currency.trim(), date };
    try {
      await unwrap(commands.pricesSave({ ...price, source: "typed in beside an answer", own: true }), {
        quiet: true,
      });
      changedBy(client, "prices_save");
      toast({ tone: "ready", title: "The next answers show what they cost", object: model });
      onClose();
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="What does this model cost?"
      busy={busy}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button
            variant="primary"
            busy={busy}
            busyLabel="Saving"
            onClick={() => void save()}
            disabledReason={
              of === undefined
                ? "It is not known which model answered."
                : input === null || output === null
                  ? onlySent
                    ? "Type the price as a number."
                    : "Type both prices as numbers."
                  : null
            }
          >
            Save
          </Button>
        </>
      }
    >
      {prices.isPending && <Pulse lines={2} />}
      {prices.data && !of && <p>Who answered is not among the served entities of {endpoint} any more.</p>}
      {of && (
        <p>
          {of.providerName}, {of.model}: the price of a million tokens, as the provider’s list says.
        </p>
      )}
      <Field label="For what is sent">
        <TextInput
          value={typed.input}
          onChange={(text) => setTyped({ ...typed, input: text })}
          inputMode="decimal"
        />
      </Field>
      {!onlySent && (
        <Field label="For what is answered">
          <TextInput
            value={typed.output}
            onChange={(text) => setTyped({ ...typed, output: text })}
            inputMode="decimal"
          />
        </Field>
      )}
      <Field label="Currency" help="Three letters.">
        <TextInput
          value={typed.currency}
          onChange={(text) => setTyped({ ...typed, currency: text })}
          maxLength={3}
        />
      </Field>
      {failure && <FailureNote failure={failure} />}
      {failure && problemsOf(failure).map((text) => <p key={text}>{text}</p>)}
    </Dialog>
  );
}

/** "2,50" and "2.5" are amounts; anything else is none. */
function amountOf(typed: string): number | null {
  return /^\d+(?:[.,]\d+)?$/u.test(typed.trim()) ? Number(typed.trim().replace(",", ".")) : null;
}

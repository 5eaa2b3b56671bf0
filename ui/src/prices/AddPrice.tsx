// Writing a price down: opened where an answer's price is not known, and from the price book in Settings.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type Price } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { changedBy } from "../ipc/freshness";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { Field } from "../kit/Field";
import { Select } from "../kit/Select";
import { TextInput } from "../kit/TextInput";
import { useToast } from "../kit/Toast";
import { formOf, type PriceForm, priceOf, problemsOf } from "./model";
import styles from "./Prices.module.css";
import { catalogueQuery } from "./queries";

type Props = {
  open: boolean;
  onClose: () => void;
  /** The price that is changed; null writes a new one down. */
  price?: Price | null;
  /** As the catalogue of providers names it. */
  provider?: string;
  model?: string;
};

export function AddPrice({ open, onClose, price = null, provider = "", model = "" }: Props) {
  return open ? <Opened {...{ onClose, price, provider, model }} /> : null;
}

function Opened({ onClose, price, provider, model }: Required<Omit<Props, "open">>) {
  const [form, setForm] = useState(() => formOf(price, provider, model));
  const [complain, setComplain] = useState(false);
  const client = useQueryClient();
  const toast = useToast();
  const save = useMutation({
    mutationFn: () => unwrap(commands.pricesSave(priceOf(form)), { quiet: true }),
    onSuccess: (kept) => {
      changedBy(client, "prices_save");
      toast({ tone: "ready", title: `${kept.model} has a price from the next answer on` });
      onClose();
    },
  });
  const wrong = problemsOf(form);
  const submit = () => {
    setComplain(true);
    if (Object.keys(wrong).length === 0) save.mutate();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      busy={save.isPending}
      title={price === null ? "Write a price down" : `Price of ${price.model}`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={save.isPending} busyLabel="Keeping" onClick={submit}>
            Keep the price
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Fields form={form} setForm={setForm} wrong={complain ? wrong : {}} />
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
        {save.isError && <FailureNote failure={save.error} />}
      </form>
    </Dialog>
  );
}

type FieldsProps = {
  form: PriceForm;
  setForm: (form: PriceForm) => void;
  wrong: Partial<Record<keyof PriceForm, string>>;
};

function Fields({ form, setForm, wrong }: FieldsProps) {
  const providers = useQuery(catalogueQuery).data ?? [];
  const says = (field: keyof PriceForm) => {
    const text = wrong[field];
    return text === undefined ? null : ({ tone: "wrong", text } as const);
  };
  // Where one begins to type: a price that is about a known model begins at its numbers.
  const [first] = useState<keyof PriceForm>(form.model === "" ? "model" : "input");
  const input = (field: keyof PriceForm, mono = false) => (
    <TextInput
      value={form[field]}
      mono={mono}
      autoFocus={field === first}
      onChange={(value) => setForm({ ...form, [field]: value })}
    />
  );
  return (
    <>
      <Field label="Model" verdict={says("model")} help="Dated forms of it cost the same.">
        {input("model", true)}
      </Field>
      <Field label="Provider" verdict={says("provider")}>
        <Select
          value={form.provider === "" ? null : form.provider}
          placeholder="Choose"
          options={providers.map((one) => ({ value: one.id, label: one.name }))}
          onChange={(provider) => setForm({ ...form, provider })}
        />
      </Field>
      <div className={styles.numbers}>
        <Field label="Prompt" optional="a million tokens" verdict={says("input")}>
          {input("input")}
        </Field>
        <Field label="Answer" optional="a million tokens" verdict={says("output")}>
          {input("output")}
        </Field>
        <Field label="Cached prompt" optional verdict={says("cached")}>
          {input("cached")}
        </Field>
        <Field label="Currency" verdict={says("currency")}>
          {input("currency")}
        </Field>
      </div>
      <Field label="Where it is from" optional help="A contract, a page: whoever reads the cost sees it.">
        {input("source")}
      </Field>
    </>
  );
}

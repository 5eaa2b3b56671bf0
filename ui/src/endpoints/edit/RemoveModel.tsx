// Asks where the share of a model goes before it is taken out of the draft. Used by ModelPart.
import { useState } from "react";
import type { EndpointEdit } from "../../ipc/bindings";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { RadioCards } from "../../kit/RadioCards";
import { Swatch, swatchIndex } from "../../kit/Swatch";
import styles from "./Edit.module.css";
import { removeModel } from "./model";

type Props = {
  open: boolean;
  edit: EndpointEdit;
  place: number;
  onClose: () => void;
  onRemove: (heir: number | "all") => void;
};

export function RemoveModel({ open, onClose, ...rest }: Props) {
  const gone = rest.edit.entities[rest.place];
  return (
    <Dialog open={open} onClose={onClose} title={`Remove ${gone?.entity.name}?`}>
      {open && <Question onClose={onClose} {...rest} />}
    </Dialog>
  );
}

function Question({ edit, place, onClose, onRemove }: Omit<Props, "open">) {
  const others = edit.entities.flatMap((one, at) => (at === place ? [] : [{ one, at }]));
  const [heir, setHeir] = useState<string>(others.length === 1 ? String(others[0]?.at) : "all");
  const share = edit.entities[place]?.entity.share ?? 0;
  const after = (to: number | "all"): string =>
    removeModel(edit, place, to)
      .entities.map((one) => `${one.entity.name} ${one.entity.share} %`)
      .join(", ");
  const everyone = {
    value: "all",
    title: "All others, in proportion",
    detail: after("all"),
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onRemove(heir === "all" ? "all" : Number(heir));
      }}
    >
      <p>
        It answers {share} of 100 requests. Who takes them? Nothing is live before you apply, and the stored
        secret stays where it is.
      </p>
      <RadioCards
        label="Who takes its share"
        columns={1}
        value={heir}
        onChange={setHeir}
        options={[
          ...(others.length > 1 ? [everyone] : []),
          ...others.map(({ one, at }) => ({
            value: String(at),
            title: one.entity.name,
            mark: <Swatch index={one.entity.share === 0 ? "standby" : swatchIndex(at)} />,
            detail: `${one.entity.share} % becomes ${one.entity.share + share} %`,
          })),
        ]}
      />
      <div className={styles.end}>
        <Button onClick={onClose}>Keep it</Button>
        <Button type="submit" variant="primary">
          Remove from the draft
        </Button>
      </div>
    </form>
  );
}

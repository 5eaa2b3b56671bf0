// Asks for the provider of a model: a new one, or another one for a model that is there. Providers without the endpoint's
// task stay listed with the reason. Used by PartList and ModelPart.
import { useState } from "react";
import type { Provider, Task } from "../../ipc/bindings";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ProviderMark } from "../../kit/ProviderMark";
import { RadioCards } from "../../kit/RadioCards";
import { taskWord } from "../model";
import styles from "./Edit.module.css";

type Props = {
  open: boolean;
  task: Task;
  catalogue: Provider[];
  title: string;
  action: string;
  note?: string;
  onClose: () => void;
  onChoose: (provider: Provider) => void;
};

export function AddModel({ open, onClose, title, ...rest }: Props) {
  return (
    <Dialog open={open} onClose={onClose} title={title} width={640}>
      {open && <Choice onClose={onClose} {...rest} />}
    </Dialog>
  );
}

function Choice({ task, catalogue, action, note, onClose, onChoose }: Omit<Props, "open" | "title">) {
  const [picked, setPicked] = useState<string | null>(null);
  const offered = catalogue.filter((provider) => !provider.retired);
  const chosen = offered.find((provider) => provider.id === picked);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen) onChoose(chosen);
      }}
    >
      <p className={styles.quiet}>
        All models of an endpoint do the same task, here {taskWord(task).toLowerCase()}. {note}
      </p>
      <RadioCards
        label="Provider"
        columns={2}
        value={picked}
        onChange={setPicked}
        options={offered.map((provider) => ({
          value: provider.id,
          title: provider.name,
          mark: <ProviderMark mark={provider.mark} size="l" />,
          disabledReason: provider.tasks.includes(task)
            ? null
            : `${provider.name} does not offer ${taskWord(task).toLowerCase()}`,
        }))}
      />
      <div className={styles.end}>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" disabledReason={chosen ? null : "Choose a provider first."}>
          {action}
        </Button>
      </div>
    </form>
  );
}

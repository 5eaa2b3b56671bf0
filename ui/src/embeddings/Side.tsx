// What one model made of the texts: the table, the ranking or the map, a sentence about the chosen text, and the numbers;
// or why it gave nothing. Saving it as a file is here too.
import type { EmbeddingFile, EmbeddingRun, EmbeddingSide, NextStepKind } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { Button } from "../kit/Button";
import { FailureCard } from "../kit/FailureCard";
import { Icon } from "../kit/Icon";
import { Menu, MenuItem } from "../kit/Menu";
import { ProviderMark } from "../kit/ProviderMark";
import { useToast } from "../kit/Toast";
import styles from "./Embeddings.module.css";
import { Facts } from "./Facts";
import { Heat } from "./Heat";
import { MapView } from "./MapView";
import { sentence } from "./model";
import { Nearest } from "./Nearest";
import { save } from "./queries";

export type View = "table" | "nearest" | "map";

type Props = {
  run: EmbeddingRun;
  at: number;
  side: EmbeddingSide;
  view: View;
  chosen: number;
  onChoose: (at: number) => void;
  onNext: (kind: NextStepKind) => void;
};

export function Side({ run, at, side, view, chosen, onChoose, onNext }: Props) {
  const { picture, failure } = side;
  const shown = { texts: run.texts, picture: picture as NonNullable<typeof picture>, chosen, onChoose };
  return (
    <section className={styles.side} aria-label={`Answer of ${side.endpoint}`}>
      <header className={styles.sideHead}>
        <h3 title={side.endpoint}>{side.endpoint}</h3>
        {side.providerMark && <ProviderMark mark={side.providerMark} name={side.providerName ?? undefined} />}
        {side.model && (
          <span className={styles.model} title={side.servedBy ?? undefined}>
            {side.model}
          </span>
        )}
        {picture && <SaveMenu run={run} at={at} />}
      </header>
      {failure && <FailureCard failure={failure} onNext={onNext} compact />}
      {picture && (
        <>
          {view === "table" && <Heat {...shown} />}
          {view === "nearest" && <Nearest {...shown} />}
          {view === "map" && <MapView {...shown} />}
          <Sentence run={run} side={side} chosen={chosen} />
          <Facts side={side} picture={picture} />
        </>
      )}
      {side.notes.map((note) => (
        <p key={note} className={styles.note}>
          <Icon name="info" size={15} />
          <span>{note}</span>
        </p>
      ))}
    </section>
  );
}

function Sentence({ run, side, chosen }: { run: EmbeddingRun; side: EmbeddingSide; chosen: number }) {
  const said = side.picture && sentence(run, side.picture, chosen);
  if (!said) return null;
  return (
    <p className={styles.words} role="status">
      <b>{said.strong}</b>
      {said.rest.startsWith(";") ? "" : " "}
      {said.rest}
    </p>
  );
}

const FILES: { file: EmbeddingFile; name: string }[] = [
  { file: "vectorsCsv", name: "The numbers as CSV" },
  { file: "vectorsJson", name: "The numbers as JSON" },
  { file: "similaritiesCsv", name: "The table as CSV" },
];

function SaveMenu({ run, at }: { run: EmbeddingRun; at: number }) {
  const toast = useToast();
  const keep = async (file: EmbeddingFile) => {
    try {
      toast({ tone: "ready", title: "Saved", object: await save(run.id, at, file) });
    } catch (error) {
      const { title, cause } = failureOf(error).explanation;
      toast({ tone: "failed", title, object: cause });
    }
  };
  return (
    <span className={styles.save}>
      <Menu
        align="end"
        trigger={
          <Button size="s" variant="quiet" icon="download">
            Save
          </Button>
        }
      >
        {FILES.map(({ file, name }) => (
          <MenuItem key={file} icon="file" onSelect={() => void keep(file)}>
            {name}
          </MenuItem>
        ))}
      </Menu>
    </span>
  );
}

// The price book in Settings: what the app came with, what was written down over it, and changing it.
import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { commands, type Price, type PriceList } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { changedBy } from "../ipc/freshness";
import { Button } from "../kit/Button";
import { FailureNote } from "../kit/FailureNote";
import { SearchInput } from "../kit/SearchInput";
import { Pulse } from "../kit/Spinner";
import { Table, TBody, Td, THead, Th, Tr } from "../kit/Table";
import { Tag } from "../kit/Tag";
import { AddPrice } from "./AddPrice";
import { moneyWords, newestOf } from "./model";
import styles from "./Prices.module.css";
import { catalogueQuery, pricesQuery } from "./queries";

/** What most people look for first; the whole book is found by searching. */
const FAMILIAR = ["openai gpt", "anthropic claude"];

export function Prices() {
  const [words, setWords] = useState("");
  const [changing, setChanging] = useState<Price | "new" | null>(null);
  const asked = useDeferredValue(words.trim());
  const list = useQuery(pricesQuery(asked));
  const known = useQueries({
    queries: FAMILIAR.map((one) => ({ ...pricesQuery(one), enabled: asked === "" })),
    combine: (answers) => answers.flatMap((one) => one.data?.prices ?? []),
  });
  return (
    <section className={styles.section} aria-labelledby="prices">
      <div className={styles.head}>
        <h2 id="prices">Prices</h2>
        <Button size="s" icon="plus" onClick={() => setChanging("new")}>
          Write a price down
        </Button>
      </div>
      <p className={styles.about}>
        What providers charge for a million tokens, to say what an answer cost. Your own prices come first;
        where nobody knows one, no cost is shown. Databricks’ own charges are not in here.
      </p>
      <SearchInput
        label="Search prices"
        placeholder="Provider or model"
        keyHint=""
        value={words}
        onChange={setWords}
        className={styles.search}
      />
      {list.isPending && <Pulse lines={4} label="Reading the prices" />}
      {list.isError && <FailureNote failure={list.error} onNext={() => void list.refetch()} />}
      {list.data && <Listed list={list.data} familiar={asked === "" ? known : null} onChange={setChanging} />}
      <AddPrice
        open={changing !== null}
        price={changing === "new" ? null : changing}
        onClose={() => setChanging(null)}
      />
    </section>
  );
}

function Listed({
  list,
  familiar,
  onChange,
}: {
  list: PriceList;
  /** Without a search: out of which a few are shown. The book has hundreds, and Settings goes on below. */
  familiar: readonly Price[] | null;
  onChange: (price: Price) => void;
}) {
  const providers = useQuery(catalogueQuery).data ?? [];
  const shown =
    familiar === null
      ? list.prices.slice(0, 50)
      : [...list.prices.filter((price) => price.own), ...newestOf(familiar)];
  const more = list.total - shown.length;
  return (
    <>
      {shown.length === 0 ? (
        familiar === null && (
          <p className={styles.about}>No price fits. Write it down, and the next answer says what it cost.</p>
        )
      ) : (
        <div className={styles.scroll}>
          <Table label="Prices for a million tokens">
            <THead>
              <tr>
                <Th>Model</Th>
                <Th numeric>Prompt</Th>
                <Th numeric>Answer</Th>
                <Th>Source</Th>
                <Th>
                  <span className={styles.hidden}>Change</span>
                </Th>
              </tr>
            </THead>
            <TBody>
              {shown.map((price) => (
                <Row
                  key={`${price.provider} ${price.model}`}
                  price={price}
                  provider={providers.find((one) => one.id === price.provider)?.name ?? price.provider}
                  onChange={onChange}
                />
              ))}
            </TBody>
          </Table>
        </div>
      )}
      <p className={styles.about}>
        {more > 0 && `${more.toLocaleString("en")} more; search to see them. `}
        The book is of {list.bookDate}, from {list.bookSource}.
      </p>
    </>
  );
}

type RowProps = { price: Price; provider: string; onChange: (price: Price) => void };

function Row({ price, provider, onChange }: RowProps) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => unwrap(commands.pricesRemove(price.provider, price.model)),
    onSuccess: () => changedBy(client, "prices_remove"),
  });
  return (
    <Tr>
      <Td>
        <span className={styles.model}>{price.model}</span>
        <small>{provider}</small>
      </Td>
      <Td numeric>{moneyWords(price.input, price.currency)}</Td>
      <Td numeric>{moneyWords(price.output, price.currency)}</Td>
      <Td>
        {price.own ? (
          <span className={styles.own}>
            <Tag>yours</Tag> {price.source}, {price.date}
          </span>
        ) : (
          `Book of ${price.date}`
        )}
      </Td>
      <Td>
        <span className={styles.acts}>
          <Button
            size="s"
            variant="quiet"
            aria-label={`Change the price of ${price.model}`}
            onClick={() => onChange(price)}
          >
            Change
          </Button>
          {price.own && (
            <Button
              size="s"
              variant="quiet"
              busy={remove.isPending}
              aria-label={`Forget your price of ${price.model}`}
              onClick={() => remove.mutate()}
            >
              Forget
            </Button>
          )}
        </span>
      </Td>
    </Tr>
  );
}

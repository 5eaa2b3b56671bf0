// biome-ignore-all lint/suspicious/noArrayIndexKey: tokens of a block are only ever replaced as a whole.
// One closed or open block of Markdown as React elements, from an allow-list of what a block may be. Parsing happens
// here, once for a block that does not change (memo). What is not on the list is shown as the text it is.
import type { MarkedToken, Token, Tokens } from "marked";
import { Fragment, memo, type ReactNode } from "react";
import { CodeFence } from "./CodeFence";
import { clean } from "./clean";
import { DEEPEST } from "./depth";
import { inline } from "./Inline";
import styles from "./Markdown.module.css";
import { spotted } from "./Masked";
import { tokensOf } from "./tokens";

type Props = { text: string; head: string; joined: boolean; caret?: ReactNode };

export const MarkdownBlock = memo(function MarkdownBlock({ text, head, joined, caret }: Props) {
  const tokens = tokensOf(clean(head + text));
  if (tokens === null) return <Plain caret={caret}>{clean(text)}</Plain>;
  const last = tokens.findLastIndex((token) => token.type !== "space");
  return tokens.map((token, at) => (
    <Fragment key={at}>
      {block(token as MarkedToken, 0, { joined: joined && at === 0, caret: at === last ? caret : null })}
    </Fragment>
  ));
});

type Around = { joined: boolean; caret: ReactNode };
const NOTHING: Around = { joined: false, caret: null };

function blocks(tokens: readonly Token[] | undefined, depth: number, around: Around = NOTHING): ReactNode {
  if (!tokens) return null;
  const last = tokens.length - 1;
  return tokens.map((token, at) => (
    <Fragment key={at}>{block(token as MarkedToken, depth, at === last ? around : NOTHING)}</Fragment>
  ));
}

function block(token: MarkedToken, depth: number, around: Around): ReactNode {
  if (depth > DEEPEST) return <Plain caret={around.caret}>{token.raw}</Plain>;
  switch (token.type) {
    case "space":
      return null;
    case "paragraph":
      return (
        <p data-joined={around.joined || undefined}>
          {inline(token.tokens)}
          {around.caret}
        </p>
      );
    case "heading":
      return (
        <Heading depth={token.depth}>
          {inline(token.tokens)}
          {around.caret}
        </Heading>
      );
    case "code":
      return <CodeFence lang={token.lang ?? ""} chunks={[token.text]} />;
    case "blockquote":
      return <blockquote>{blocks(token.tokens, depth + 1, around)}</blockquote>;
    case "list":
      return <ListOf list={token} depth={depth} caret={around.caret} />;
    case "table":
      return <TableOf table={token} bare={around.joined} />;
    case "hr":
      return <hr />;
    case "text":
      return (
        <>
          {inline(token.tokens ?? [token])}
          {around.caret}
        </>
      );
    case "checkbox":
      return null;
    case "html":
    case "def":
      return <Plain caret={around.caret}>{spotted(token.raw.trimEnd())}</Plain>;
    default:
      return (
        <>
          {inline([token])}
          {around.caret}
        </>
      );
  }
}

function Plain({ children, caret }: { children: ReactNode; caret: ReactNode }) {
  return (
    <p className={styles.plain}>
      {children}
      {caret}
    </p>
  );
}

// The page has its own first and second headings; those of an answer begin below them.
function Heading({ depth, children }: { depth: number; children: ReactNode }) {
  if (depth <= 1) return <h3 className={styles.h1}>{children}</h3>;
  if (depth === 2) return <h4 className={styles.h2}>{children}</h4>;
  if (depth === 3) return <h5 className={styles.h3}>{children}</h5>;
  return <h6 className={styles.h3}>{children}</h6>;
}

function ListOf({ list, depth, caret }: { list: Tokens.List; depth: number; caret: ReactNode }) {
  const last = list.items.length - 1;
  const items = list.items.map((item, at) => (
    <li key={at} data-task={item.task || undefined}>
      {item.task && <TaskMark done={item.checked === true} />}
      {blocks(item.tokens, depth + 1, { joined: false, caret: at === last ? caret : null })}
    </li>
  ));
  if (!list.ordered) return <ul>{items}</ul>;
  return <ol start={typeof list.start === "number" ? list.start : 1}>{items}</ol>;
}

function TaskMark({ done }: { done: boolean }) {
  return (
    <span role="img" aria-label={done ? "Done:" : "Open:"} className={styles.task}>
      {done ? "☑" : "☐"}
    </span>
  );
}

/** `bare`: rows that go on from a table cut before; their head is drawn there. */
function TableOf({ table, bare }: { table: Tokens.Table; bare: boolean }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
    <section className={styles.tableBox} aria-label="Table" tabIndex={0}>
      <table>
        <thead className={bare ? styles.bare : undefined}>
          <tr>
            {table.header.map((cell, at) => (
              <th key={at} scope="col" data-align={cell.align ?? undefined}>
                {inline(cell.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column} data-align={cell.align ?? undefined}>
                  {inline(cell.tokens)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

// Words inside a block, as React elements from an allow-list. Raw HTML is text. Images are never loaded: what they are
// and where they lie is written out. Links have no href, so that only a click, through the core, can open one.
import type { MarkedToken, Token } from "marked";
import { Fragment, type ReactNode } from "react";
import { type Address, addressOf, pretends } from "./address";
import { decode } from "./clean";
import { DEEPEST } from "./depth";
import styles from "./Markdown.module.css";
import { spotted } from "./Masked";
import { useOpenLink } from "./openLink";

export function inline(tokens: readonly Token[] | undefined, depth = 0): ReactNode {
  if (!tokens) return null;
  // biome-ignore lint/suspicious/noArrayIndexKey: tokens of a block are only ever replaced as a whole.
  return tokens.map((token, at) => <Fragment key={at}>{one(token as MarkedToken, depth)}</Fragment>);
}

function one(token: MarkedToken, depth: number): ReactNode {
  if (depth > DEEPEST) return token.raw;
  switch (token.type) {
    case "strong":
      return <strong>{inline(token.tokens, depth + 1)}</strong>;
    case "em":
      return <em>{inline(token.tokens, depth + 1)}</em>;
    case "del":
      return <del>{inline(token.tokens, depth + 1)}</del>;
    case "codespan":
      return <code className={styles.codespan}>{spotted(token.text)}</code>;
    case "br":
      return <br />;
    case "escape":
      return token.text;
    case "text":
      return token.tokens
        ? inline(token.tokens, depth + 1)
        : spotted(token.escaped === false ? decode(token.text) : token.text);
    case "link":
      return (
        <LinkWords href={token.href} literal={token.autolink === true} words={token.text} raw={token.raw}>
          {inline(token.tokens, depth + 1)}
        </LinkWords>
      );
    case "image":
      return <ImageWords href={token.href} alt={decode(token.text)} />;
    case "checkbox":
      return null;
    default:
      return spotted(token.raw);
  }
}

type LinkProps = { href: string; literal: boolean; words: string; raw: string; children: ReactNode };

/** A link where the address may be opened; the words and the address as text where not. */
function LinkWords({ href, literal, words, raw, children }: LinkProps) {
  const address = addressOf(href, literal);
  if (address === null)
    return literal ? (
      children
    ) : (
      <span className={styles.refused} title="This address is not opened: only https is.">
        {raw}
      </span>
    );
  return (
    <>
      <Opener address={address}>{children}</Opener>
      {pretends(words, address) && <span className={styles.host}> (leads to {address.host})</span>}
    </>
  );
}

function Opener({ address, children }: { address: Address; children: ReactNode }) {
  const open = useOpenLink();
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <a href> would let the window itself navigate on a middle click or a drag.
    <span
      role="link"
      tabIndex={0}
      className={styles.link}
      title={address.url}
      onClick={() => open(address.url)}
      onKeyDown={(event) => {
        if (event.key === "Enter") open(address.url);
      }}
    >
      {children}
    </span>
  );
}

function ImageWords({ href, alt }: { href: string; alt: string }) {
  const address = addressOf(href);
  const what = alt.trim() === "" ? "Image" : `Image: ${alt}`;
  return (
    <span className={styles.image}>
      {what} (not loaded{" "}
      {address === null ? shorten(decode(href)) : <Opener address={address}>{shorten(address.url)}</Opener>})
    </span>
  );
}

function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 56)}…${text.slice(-16)}`;
}

// The icons, drawn on a 16 px grid with one 1.4 px line, and the glyphs of states, which are filled. Hidden from readers unless
// a label is given, because nearly all stand beside a word. Looks of states live in StatePill.
import type { ReactNode } from "react";
import { classes } from "./classes";
import styles from "./Icon.module.css";

export const ICONS = {
  arrow: <path d="M2.75 8h10.5M9.5 4.25 13.25 8 9.5 11.75" />,
  bolt: <path d="M8.75 1.9 3.5 9h4l-.75 5.1L12.5 7h-4z" />,
  book: (
    <path d="M3 3.25C3 2.6 3.5 2.25 4.2 2.25h8.3v9.5H4.2c-.7 0-1.2.4-1.2 1s.5 1 1.2 1h8.3M3 12.5V3.25M6 5.25h3.75" />
  ),
  brand: (
    <path d="M2.75 13.5v-11M13.25 13.5v-11M2.75 5h10.5M2.75 11h10.5M3.25 10.6l9.5-5.2" strokeWidth="1.6" />
  ),
  calendar: (
    <>
      <rect x="2.5" y="3.25" width="11" height="10" rx="1.5" />
      <path d="M2.5 6.5h11M5.5 1.9v2.4M10.5 1.9v2.4" />
    </>
  ),
  chat: <path d="M2.5 4.5a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H7l-3 2.75V10.5a2 2 0 0 1-1.5-2z" />,
  check: <path d="m3.25 8.5 3 3 6.5-7" />,
  chevronDown: <path d="m4.25 6.25 3.75 3.75 3.75-3.75" />,
  chevronLeft: <path d="M9.75 4.25 6 8l3.75 3.75" />,
  chevronRight: <path d="m6.25 4.25 3.75 3.75-3.75 3.75" />,
  chevronUp: <path d="M4.25 9.75 8 6l3.75 3.75" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 4.75V8l2.25 1.5" />
    </>
  ),
  code: <path d="M5.25 4.5 1.75 8l3.5 3.5M10.75 4.5 14.25 8l-3.5 3.5M9 3 7 13" />,
  coin: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M9.9 6.3C9.5 5.6 8.8 5.3 8 5.3c-1.3 0-2.2 1.1-2.2 2.7S6.7 10.7 8 10.7c.8 0 1.5-.3 1.9-1" />
    </>
  ),
  compare: (
    <>
      <rect x="2" y="2.75" width="3.25" height="10.5" rx="1" />
      <rect x="6.4" y="2.75" width="3.25" height="10.5" rx="1" />
      <rect x="10.75" y="2.75" width="3.25" height="10.5" rx="1" />
    </>
  ),
  copy: (
    <>
      <rect x="5.75" y="5.75" width="7.5" height="7.5" rx="1.5" />
      <path d="M3.5 10.25h-.25a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v.25" />
    </>
  ),
  cross: <path d="m4 4 8 8M12 4l-8 8" />,
  download: <path d="M8 2.5v7.75M4.75 7.25 8 10.5l3.25-3.25M2.75 13.25h10.5" />,
  endpoints: (
    <>
      <circle cx="3.5" cy="8" r="1.75" />
      <circle cx="12.5" cy="3.75" r="1.75" />
      <circle cx="12.5" cy="12.25" r="1.75" />
      <path d="M5.2 7.2C8 6.2 8 4.3 10.7 3.9M5.2 8.8C8 9.8 8 11.7 10.7 12.1" />
    </>
  ),
  external: (
    <path d="M9.25 2.75h4v4M13.25 2.75 7.5 8.5M11.5 9.5v2.75a1 1 0 0 1-1 1H3.75a1 1 0 0 1-1-1V5.5a1 1 0 0 1 1-1H6.5" />
  ),
  fallback: (
    <path d="M2.5 4.5h4.25a2.5 2.5 0 0 1 2.5 2.5v2a2.5 2.5 0 0 0 2.5 2.5h1.5M11 9.25l2.25 2.25L11 13.75M9.5 4.5h3.75" />
  ),
  file: <path d="M4 2.25h5.25L12.5 5.5v8.25H4zM9 2.25V5.75h3.5" />,
  filter: <path d="M2.5 4h11M4.75 8h6.5M6.75 12h2.5" />,
  flask: (
    <path d="M6.25 2.25h3.5M6.75 2.25v4L3.2 12a1.1 1.1 0 0 0 1 1.75h7.6a1.1 1.1 0 0 0 1-1.75L9.25 6.25v-4M5 10h6" />
  ),
  folder: <path d="M2 4.25a1 1 0 0 1 1-1h3.2l1.3 1.5H13a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1z" />,
  gauge: (
    <>
      <path d="M3.2 12a5.9 5.9 0 1 1 9.6 0M8 9.25 10.5 6" />
      <path d="M8 9.4v.1" strokeWidth="2" />
    </>
  ),
  globe: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M2.25 8h11.5M8 2.25c2 2 2.6 3.8 2.6 5.75S10 11.75 8 13.75c-2-2-2.6-3.8-2.6-5.75S6 4.25 8 2.25z" />
    </>
  ),
  hidden: (
    <path d="M2.5 2.5l11 11M6.2 3.9A6 6 0 0 1 8 3.6c3.2 0 5.2 2.4 6 4.4a8 8 0 0 1-1.6 2.5M4.1 5.2A8.4 8.4 0 0 0 2 8c.8 2 2.8 4.4 6 4.4a6 6 0 0 0 2.6-.6M6.7 6.7a1.85 1.85 0 0 0 2.6 2.6" />
  ),
  history: <path d="M2.75 8A5.25 5.25 0 1 0 4.4 4.2M2.75 2.5v3h3M8 5.25V8l2 1.25" />,
  info: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 7.25v3.5M8 5.1v.1" />
    </>
  ),
  key: (
    <>
      <circle cx="5.25" cy="10.75" r="2.75" />
      <path d="M7.2 8.8 13 3M10.5 5.5l2 2M12 4l1.5 1.5" />
    </>
  ),
  lock: (
    <>
      <rect x="3.25" y="7" width="9.5" height="6.5" rx="1.5" />
      <path d="M5.25 7V5a2.75 2.75 0 0 1 5.5 0v2" />
    </>
  ),
  mask: (
    <path d="M2 5.25c2-1.1 4-1.4 6-.6 2-.8 4-.5 6 .6 0 3.3-.9 5.75-3.1 5.75-1.4 0-2-1.3-2.9-1.3s-1.5 1.3-2.9 1.3C2.9 11 2 8.55 2 5.25zM5 7.4h1.4M9.6 7.4H11" />
  ),
  message: (
    <>
      <rect x="2" y="3.5" width="12" height="9" rx="1.5" />
      <path d="m2.5 4.5 5.5 4.25L13.5 4.5" />
    </>
  ),
  minus: <path d="M3.5 8h9" />,
  more: <path d="M3.5 8v.1M8 8v.1M12.5 8v.1" strokeWidth="2" />,
  panel: (
    <>
      <rect x="2.25" y="2.75" width="11.5" height="10.5" rx="1.5" />
      <path d="M10 2.75v10.5" />
    </>
  ),
  pencil: <path d="m9.9 3.4 2.7 2.7M3 13l.6-3L10.7 2.9a1 1 0 0 1 1.4 0l1 1a1 1 0 0 1 0 1.4L6 12.4z" />,
  play: <path d="M5 3.4v9.2L12.5 8z" />,
  plus: <path d="M8 3v10M3 8h10" />,
  pulse: <path d="M1.75 8.5H4.5l1.75-5 3 9 1.75-4h3.25" />,
  redo: <path d="m10.5 3 2.75 2.75L10.5 8.5M13.25 5.75h-6.5a4 4 0 0 0 0 8H9.5" />,
  refresh: <path d="M13.25 8A5.25 5.25 0 1 1 11.6 4.2M13.25 2.5v3h-3" />,
  robot: (
    <>
      <rect x="3" y="5.25" width="10" height="7.75" rx="2" />
      <path d="M8 5.25V2.75M6 8.5v.9M10 8.5v.9M1.5 8.25v2M14.5 8.25v2" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.25" />
      <path d="m10.25 10.25 3.25 3.25" />
    </>
  ),
  send: <path d="M8 13V3.5M4 7.25 8 3.25l4 4" />,
  settings: (
    <>
      <circle cx="8" cy="8" r="2" />
      <path d="M8 1.9v1.7M8 12.4v1.7M1.9 8h1.7M12.4 8h1.7M3.7 3.7l1.2 1.2M11.1 11.1l1.2 1.2M3.7 12.3l1.2-1.2M11.1 4.9l1.2-1.2" />
    </>
  ),
  shield: <path d="M8 1.9 13 3.7v4c0 3.1-2.1 5.2-5 6.4-2.9-1.2-5-3.3-5-6.4v-4z" />,
  short: <path d="M2.5 4.5h11M2.5 8h6M2.5 11.5h3" />,
  sliders: (
    <>
      <path d="M2.5 5h6M11.5 5h2M2.5 11h2M7.5 11h6" />
      <circle cx="10" cy="5" r="1.5" />
      <circle cx="6" cy="11" r="1.5" />
    </>
  ),
  split: (
    <path d="M2.5 8h3M13.5 3.5H11C8 3.5 8 8 5.5 8 8 8 8 12.5 11 12.5h2.5M11.75 1.75 13.5 3.5l-1.75 1.75M11.75 10.75l1.75 1.75-1.75 1.75" />
  ),
  star: <path d="m8 2.25 1.75 3.6 3.95.55-2.85 2.8.65 3.95L8 11.3l-3.5 1.85.65-3.95-2.85-2.8 3.95-.55z" />,
  stop: <rect x="4.25" y="4.25" width="7.5" height="7.5" rx="1.25" />,
  swap: (
    <path d="M2.75 5.5h10.5M10.5 2.75 13.25 5.5 10.5 8.25M13.25 10.5H2.75M5.5 7.75 2.75 10.5 5.5 13.25" />
  ),
  table: (
    <>
      <rect x="2.25" y="2.75" width="11.5" height="10.5" rx="1.5" />
      <path d="M2.25 6.25h11.5M6.25 6.25v7" />
    </>
  ),
  terminal: (
    <>
      <rect x="2" y="2.75" width="12" height="10.5" rx="1.5" />
      <path d="m4.75 6 2 2-2 2M8.5 10.25h2.75" />
    </>
  ),
  trash: (
    <path d="M2.75 4.25h10.5M6.25 4.25V2.75h3.5v1.5M4 4.25l.6 8.2a1 1 0 0 0 1 .9h4.8a1 1 0 0 0 1-.9l.6-8.2" />
  ),
  undo: <path d="M5.5 3 2.75 5.75 5.5 8.5M2.75 5.75h6.5a4 4 0 0 1 0 8H6.5" />,
  unlock: (
    <>
      <rect x="3.25" y="7" width="9.5" height="6.5" rx="1.5" />
      <path d="M5.25 7V4.75A2.75 2.75 0 0 1 10.5 4" />
    </>
  ),
  upDown: <path d="m5 6 3-3 3 3M5 10l3 3 3-3" />,
  user: (
    <>
      <circle cx="8" cy="5.25" r="2.75" />
      <path d="M2.75 13.5c.6-2.6 2.6-4 5.25-4s4.65 1.4 5.25 4" />
    </>
  ),
  users: (
    <>
      <circle cx="6" cy="5.25" r="2.5" />
      <path d="M1.5 13.25c.5-2.4 2.2-3.75 4.5-3.75s4 1.35 4.5 3.75M10.25 2.95a2.5 2.5 0 0 1 0 4.6M12 9.75c1.4.5 2.3 1.7 2.6 3.5" />
    </>
  ),
  warning: (
    <path d="M7.1 2.9 1.9 12a1 1 0 0 0 .9 1.5h10.4a1 1 0 0 0 .9-1.5L8.9 2.9a1.05 1.05 0 0 0-1.8 0zM8 6.25v3M8 11.4v.1" />
  ),
  wrong: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="m5.9 5.9 4.2 4.2M10.1 5.9l-4.2 4.2" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof ICONS;

const GLYPHS = {
  ready: (
    <>
      <circle cx="8" cy="8" r="6" fill="currentColor" />
      <path
        d="m5.4 8.2 1.9 1.9 3.4-3.9"
        stroke="var(--glyph-cut)"
        strokeWidth="1.7"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  failed: (
    <>
      <circle cx="8" cy="8" r="6" fill="currentColor" />
      <path
        d="m5.9 5.9 4.2 4.2M10.1 5.9l-4.2 4.2"
        stroke="var(--glyph-cut)"
        strokeWidth="1.7"
        strokeLinecap="round"
      />
    </>
  ),
  notReady: (
    <>
      <circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="m4.4 11.6 7.2-7.2" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
  unknown: (
    <>
      <circle
        cx="8"
        cy="8"
        r="5.25"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeDasharray="2.3 2.2"
      />
      <path d="M8 7.9v.1" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />
    </>
  ),
  updating: (
    <>
      <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" strokeWidth="2" opacity=".28" />
      <path d="M8 3a5 5 0 0 1 5 5" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </>
  ),
  waiting: (
    <circle
      cx="8"
      cy="8"
      r="5.25"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="2.3 2.2"
    />
  ),
  warning: (
    <>
      <path
        d="M7 2.6 1.6 12a1.15 1.15 0 0 0 1 1.75h10.8a1.15 1.15 0 0 0 1-1.75L9 2.6a1.15 1.15 0 0 0-2 0z"
        fill="currentColor"
      />
      <path d="M8 6.2v3.1M8 11.4v.05" stroke="var(--glyph-cut)" strokeWidth="1.7" strokeLinecap="round" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type GlyphName = keyof typeof GLYPHS;

type Common = { size?: number | undefined; label?: string | undefined; className?: string | undefined };

export function Icon({ name, size = 16, label, className }: Common & { name: IconName }) {
  return <Drawing size={size} label={label} className={classes(styles.icon, className)} body={ICONS[name]} />;
}

/** A state's shape. The ring of `updating` turns unless motion is reduced. */
export function Glyph({ name, size = 13, label, className }: Common & { name: GlyphName }) {
  const looks = classes(styles.glyph, name === "updating" && styles.turning, className);
  return <Drawing size={size} label={label} className={looks} body={GLYPHS[name]} />;
}

function Drawing({ size, label, className, body }: Common & { body: ReactNode }) {
  if (label === undefined) {
    return (
      <svg viewBox="0 0 16 16" width={size} height={size} className={className} aria-hidden="true">
        {body}
      </svg>
    );
  }
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} className={className} role="img" aria-label={label}>
      {body}
    </svg>
  );
}

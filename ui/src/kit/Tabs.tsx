// Changes what one looks at. The row alone works as navigation; with TabsRoot and TabPanel the panels are tied to it.
import { Tabs as Base } from "@base-ui/react/tabs";
import { createContext, type ReactNode, use } from "react";
import { classes } from "./classes";
import styles from "./Tabs.module.css";

const InRoot = createContext(false);

type RootProps<T extends string> = {
  value: T;
  onChange: (value: T) => void;
  children: ReactNode;
  className?: string | undefined;
};

export function TabsRoot<T extends string>({ value, onChange, children, className }: RootProps<T>) {
  return (
    <Base.Root value={value} onValueChange={(next: T) => onChange(next)} className={className}>
      <InRoot value={true}>{children}</InRoot>
    </Base.Root>
  );
}

type Props<T extends string> = {
  value: T;
  onChange: (value: T) => void;
  tabs: readonly { value: T; label: ReactNode; count?: number | undefined }[];
  label: string;
  className?: string | undefined;
};

export function Tabs<T extends string>({ value, onChange, tabs, label, className }: Props<T>) {
  const tied = use(InRoot);
  const row = (
    <Base.List aria-label={label} className={classes(styles.tabs, className)} activateOnFocus={false}>
      {tabs.map((tab) => (
        <Base.Tab key={tab.value} value={tab.value} className={styles.tab}>
          {tab.label}
          {tab.count !== undefined && <span className={styles.count}>{tab.count.toLocaleString("en")}</span>}
        </Base.Tab>
      ))}
    </Base.List>
  );
  if (tied) return row;
  return (
    <Base.Root value={value} onValueChange={(next: T) => onChange(next)}>
      {row}
    </Base.Root>
  );
}

export function TabPanel({
  value,
  children,
  className,
}: {
  value: string;
  children: ReactNode;
  className?: string | undefined;
}) {
  return (
    <Base.Panel value={value} className={className}>
      {children}
    </Base.Panel>
  );
}

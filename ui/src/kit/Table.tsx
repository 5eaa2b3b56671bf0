// A real table. A row that opens something is a link in its first cell; the rest of the row only helps the pointer.
import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes";
import { Icon } from "./Icon";
import styles from "./Table.module.css";

type TableProps = {
  label: string;
  children: ReactNode;
  fixed?: boolean | undefined;
  className?: string | undefined;
};

export function Table({ label, children, fixed = false, className }: TableProps) {
  return (
    <table aria-label={label} className={classes(styles.table, fixed && styles.fixed, className)}>
      {children}
    </table>
  );
}

export function THead({ children }: { children: ReactNode }) {
  return <thead>{children}</thead>;
}

export function TBody({ children }: { children: ReactNode }) {
  return <tbody>{children}</tbody>;
}

type RowProps = ComponentProps<"tr"> & { selected?: boolean | undefined; onOpen?: (() => void) | undefined };

export function Tr({ selected, onOpen, className, ...rest }: RowProps) {
  return (
    <tr
      {...rest}
      aria-selected={selected || undefined}
      className={classes(onOpen && styles.opens, className)}
      onClick={(event) => {
        const on = event.target;
        if (onOpen && on instanceof Element && !on.closest("a, button, input, label")) onOpen();
      }}
    />
  );
}

type HeadProps = {
  children?: ReactNode;
  sort?: "ascending" | "descending" | "none" | undefined;
  onSort?: (() => void) | undefined;
  numeric?: boolean | undefined;
  width?: number | undefined;
  className?: string | undefined;
};

export function Th({ children, sort, onSort, numeric, width, className }: HeadProps) {
  return (
    <th
      scope="col"
      aria-sort={sort}
      className={classes(numeric && styles.numeric, className)}
      style={width === undefined ? undefined : { width }}
    >
      {onSort ? (
        <button
          type="button"
          className={styles.sort}
          data-on={(sort && sort !== "none") || undefined}
          onClick={onSort}
        >
          {children}
          {sort && sort !== "none" && (
            <Icon name={sort === "ascending" ? "chevronUp" : "chevronDown"} size={12} />
          )}
        </button>
      ) : (
        children
      )}
    </th>
  );
}

export function Td({
  numeric,
  wrap,
  className,
  ...rest
}: ComponentProps<"td"> & { numeric?: boolean; wrap?: boolean }) {
  return <td {...rest} className={classes(numeric && styles.numeric, wrap && styles.wrap, className)} />;
}

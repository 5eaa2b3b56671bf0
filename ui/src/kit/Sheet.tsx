// The sheet one works on: head, toolbar, body that scrolls, foot. The frame around it draws the surface and the banner.
import { Link } from "@tanstack/react-router";
import { Fragment, type ReactNode } from "react";
import { classes } from "./classes";
import { Icon } from "./Icon";
import styles from "./Sheet.module.css";

type HeadProps = {
  title: ReactNode;
  crumbs?: readonly { label: string; to: string }[] | undefined;
  titleEnd?: ReactNode;
  aside?: ReactNode;
  actions?: ReactNode;
};

export function SheetHead({ title, crumbs = [], titleEnd, aside, actions }: HeadProps) {
  return (
    <header className={styles.head}>
      {crumbs.map((crumb) => (
        <Fragment key={crumb.to}>
          <Link to={crumb.to} className={styles.crumb}>
            {crumb.label}
          </Link>
          <Icon name="chevronRight" size={14} className={styles.between} />
        </Fragment>
      ))}
      <h1 className={styles.title}>{title}</h1>
      {titleEnd}
      {aside && <span className={styles.aside}>{aside}</span>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}

type BodyProps = { children: ReactNode; padded?: boolean | undefined; className?: string | undefined };

export function SheetBody({ children, padded = false, className }: BodyProps) {
  return <div className={classes(styles.body, padded && styles.padded, className)}>{children}</div>;
}

export function SheetFoot({ children }: { children: ReactNode }) {
  return <footer className={styles.foot}>{children}</footer>;
}

export function Toolbar({ children }: { children: ReactNode }) {
  return <div className={styles.toolbar}>{children}</div>;
}

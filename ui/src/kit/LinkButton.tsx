// Looks like a link, acts here: for quiet second ways inside sentences and under fields.
import type { ComponentProps } from "react";
import { classes } from "./classes";
import styles from "./LinkButton.module.css";

export function LinkButton({
  size = "m",
  className,
  type = "button",
  ...rest
}: ComponentProps<"button"> & { size?: "s" | "m" }) {
  return (
    <button {...rest} type={type} className={classes(styles.link, size === "s" && styles.s, className)} />
  );
}

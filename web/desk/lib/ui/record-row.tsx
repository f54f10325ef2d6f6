import type { ReactNode } from "react";
import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "wouter";
import classes from "./record-row.module.css";

interface Props {
  /** At the left: an icon or a picture. */
  readonly icon?: ReactNode;
  readonly title: string;
  /** Below the title, quieter. */
  readonly hint?: ReactNode;
  /** At the right, before whatever leads on: state in few words. */
  readonly state?: ReactNode;
  /** Where the row leads to; absent: it leads nowhere by itself. */
  readonly href?: string;
  /** Buttons of the row, beside what leads on. */
  readonly actions?: ReactNode;
}

/** A row of a list of records: all of it leads to the record, its buttons apart. */
export function RecordRow({ icon, title, hint, state, href, actions }: Props) {
  const inner = (
    <>
      {icon === undefined ? null : (
        <span className={classes["icon"]} aria-hidden>
          {icon}
        </span>
      )}
      <span className={classes["words"]}>
        <span className={classes["title"]}>{title}</span>
        {hint === undefined ? null : <span className={classes["hint"]}>{hint}</span>}
      </span>
      {state === undefined ? null : <span className={classes["state"]}>{state}</span>}
    </>
  );
  return (
    <div className={classes["row"]}>
      {href === undefined ? (
        <div className={classes["main"]}>{inner}</div>
      ) : (
        <Link className={classes["main"] ?? ""} data-leads href={href}>
          {inner}
          <IconChevronRight className={classes["leads"] ?? ""} size={18} stroke={1.6} aria-hidden />
        </Link>
      )}
      {actions === undefined ? null : <div className={classes["actions"]}>{actions}</div>}
    </div>
  );
}

import type { ReactNode } from "react";
import type { Time } from "../../../../../shared/contracts/values.ts";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";
import classes from "./bubble.module.css";

/** What a person or the bot said: theirs at the left in grey, ours at the right in the accent colour, notes apart from both. */
export function Bubble(props: {
  readonly side: "theirs" | "ours" | "note";
  readonly author: string;
  readonly at: Time;
  /** Beside the time: how far the message has come. */
  readonly ticks?: ReactNode;
  /** Beside the bubble, towards the middle: what can be done with it. */
  readonly beside?: ReactNode;
  /** Below the bubble. */
  readonly below?: ReactNode;
  readonly children: ReactNode;
}) {
  const { hour } = useTimeFormat();
  return (
    <div className={classes["line"]} data-side={props.side}>
      <div className={classes["sides"]}>
        {props.beside}
        <article className={classes["bubble"]}>
          <header className={classes["author"]}>{props.author}</header>
          <div className={classes["said"]}>{props.children}</div>
          <footer className={classes["foot"]}>
            <time dateTime={props.at}>{hour(props.at)}</time>
            {props.ticks}
          </footer>
        </article>
      </div>
      {props.below}
    </div>
  );
}

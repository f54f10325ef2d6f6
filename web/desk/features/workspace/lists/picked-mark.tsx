import { IconCheck } from "@tabler/icons-react";
import classes from "./picked-mark.module.css";

/** Shows whether a ticket is one of those chosen; the button around it says so to who does not see it. */
export const PickedMark = (props: { readonly picked: boolean; readonly className: string | undefined }) => (
  <span className={`${classes["mark"]} ${props.className}`} data-picked={props.picked} aria-hidden>
    {props.picked ? <IconCheck size={12} stroke={3} /> : null}
  </span>
);

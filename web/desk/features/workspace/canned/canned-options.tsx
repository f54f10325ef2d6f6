import { UnstyledButton } from "@mantine/core";
import type { Canned } from "./choice.ts";
import classes from "./canned.module.css";

/** Canned responses to pick from; the field that filters them keeps the focus and moves `place`. */
export const CannedOptions = (props: {
  readonly id: string;
  readonly label: string;
  readonly items: readonly Canned[];
  readonly place: number;
  readonly idOf: (place: number) => string;
  readonly pick: (response: Canned) => void;
}) => (
  <div className={classes["options"]} id={props.id} role="listbox" aria-label={props.label}>
    {props.items.map((response, index) => (
      <UnstyledButton
        key={response.id}
        ref={index === props.place ? intoSight : undefined}
        id={props.idOf(index)}
        role="option"
        tabIndex={-1}
        aria-selected={index === props.place}
        className={classes["option"]}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => props.pick(response)}
      >
        <span className={classes["shortcut"]}>/{response.shortcut}</span>
        <span className={classes["excerpt"]}>{response.text}</span>
      </UnstyledButton>
    ))}
  </div>
);

const intoSight = (element: HTMLElement | null): void => element?.scrollIntoView({ block: "nearest" });

import { Text, Textarea, UnstyledButton } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  render,
  type Values,
  type Variable,
  variables,
} from "../../../../../shared/domain/canned-response.ts";
import { moved } from "./choice.ts";
import { putCaret } from "../composer/caret.ts";
import { variableAt } from "./shortcut.ts";
import classes from "./canned.module.css";

/** A text in which `$` lists the variables, with how it reads for this ticket. */
export function VariableText(props: {
  readonly label: string;
  readonly description: string;
  readonly value: string;
  readonly write: (text: string) => void;
  readonly most: number;
  readonly values: Values;
  readonly error: string | null;
}) {
  const { t } = useTranslation("workspace");
  const { value, write, values } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const at = caret === null ? null : variableAt(value, caret);
  const wanted = at?.typed.toLowerCase() ?? "";
  const shown = at === null ? [] : variables.filter((it) => it.toLowerCase().startsWith(wanted));
  const place = Math.min(active, shown.length - 1);
  const pick = (name: Variable): void => {
    if (at === null || caret === null) return;
    write(`${value.slice(0, at.start)}$${name}${value.slice(caret)}`);
    putCaret(field.current, at.start + name.length + 1);
    setCaret(null);
  };
  return (
    <div className={classes["written"]}>
      <Textarea
        ref={field}
        label={props.label}
        description={props.description}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={props.most}
        aria-autocomplete="list"
        aria-controls={shown.length > 0 ? "variables" : undefined}
        aria-activedescendant={shown.length > 0 ? `variable-${place}` : undefined}
        value={value}
        // A name that is only begun is no mistake yet.
        error={shown.length > 0 ? null : props.error}
        onChange={(event) => {
          write(event.currentTarget.value);
          setCaret(event.currentTarget.selectionStart);
          setActive(0);
        }}
        onBlur={() => setCaret(null)}
        onKeyDown={(event) => {
          const chosen = shown[place];
          if (chosen === undefined) return;
          if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            setActive(moved(place, event.key, shown.length));
          } else if (event.key === "Enter" || event.key === "Tab") {
            event.preventDefault();
            pick(chosen);
          } else if (event.key === "Escape") {
            event.stopPropagation();
            setCaret(null);
          }
        }}
      />
      {shown.length === 0 ? null : (
        <div
          className={classes["variables"]}
          id="variables"
          role="listbox"
          aria-label={t("suggest.variables")}
        >
          {shown.map((name, index) => (
            <UnstyledButton
              key={name}
              id={`variable-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === place}
              className={classes["option"]}
              // The field keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pick(name)}
            >
              <span>${name}</span>
              <span className={classes["excerpt"]}>{values[name]}</span>
            </UnstyledButton>
          ))}
        </div>
      )}
      <Text size="sm" fw={500} mt="sm" mb={4}>
        {t("suggest.preview")}
      </Text>
      <div className={classes["preview"]}>{render(value, values)}</div>
    </div>
  );
}

import { TextInput } from "@mantine/core";
import { useState } from "react";

/** A filter that is typed: it counts with Enter, or when the field is left. */
export function TypedFilter(props: {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly error?: string | null;
}) {
  const [typed, setTyped] = useTyped(props.value);
  const apply = (): void => {
    if (typed.trim() !== props.value) props.change(typed.trim());
  };
  return (
    <TextInput
      label={props.label}
      placeholder={props.placeholder}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={apply}
      onKeyDown={(event) => {
        if (event.key === "Enter") apply();
      }}
      error={props.error}
    />
  );
}

/** What is typed; a value that changes elsewhere takes its place. */
export function useTyped(value: string): [string, (typed: string) => void] {
  const [known, setKnown] = useState(value);
  const [typed, setTyped] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  return [typed, setTyped];
}

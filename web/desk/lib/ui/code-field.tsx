import { TextInput } from "@mantine/core";

/** The six digits that an authenticator shows; nothing else can be typed. It has the focus when it appears. */
export function CodeField(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (code: string) => void;
  readonly error?: string | null;
}) {
  return (
    <TextInput
      label={props.label}
      name="one-time-code"
      autoComplete="one-time-code"
      inputMode="numeric"
      pattern="\d{6}"
      maxLength={6}
      required
      withAsterisk={false}
      autoFocus
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value.replaceAll(/\D/g, ""))}
      error={props.error ?? null}
    />
  );
}

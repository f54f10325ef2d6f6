import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ContractForm } from "./use-contract-form.ts";
import { useErrorText } from "../i18n/hooks.ts";
import classes from "./record-form.module.css";

/**
 * What surrounds the fields of a contract form: what went wrong, somebody else's change, and the bar that saves. A form of a
 * record shows the bar once something was changed; `always` shows it from the start, as for a new one.
 */
export function RecordForm<Values extends object>(props: {
  readonly of: ContractForm<Values>;
  readonly children: ReactNode;
  readonly submitLabel?: string;
  readonly always?: boolean;
  /** Leaves the form instead of taking edits back. */
  readonly cancel?: () => void;
  /** What the button does instead of saving: on a step that is not the last. */
  readonly instead?: () => void;
  /** What is shown may not be changed at the moment. */
  readonly disabled?: boolean;
  /** Before the button that saves. */
  readonly before?: ReactNode;
  /** In a dialog the bar stands at its end and floats over nothing. */
  readonly plain?: boolean;
}) {
  const { t } = useTranslation(["forms", "common"]);
  const textOf = useErrorText();
  const { of, cancel } = props;
  const { error, conflict } = of;
  const place = useRef<HTMLFormElement>(null);
  const unseen = useUnseenErrors(place, of.form.errors);
  return (
    <form
      ref={place}
      noValidate
      className={classes["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        // A form in a dialog is not part of the form behind it.
        event.stopPropagation();
        if (props.instead === undefined) of.submit();
        else props.instead();
      }}
    >
      <fieldset className={classes["fields"]} disabled={props.disabled === true}>
        <Stack gap="lg">{props.children}</Stack>
      </fieldset>
      <div className={classes["foot"]} data-plain={props.plain === true}>
        <div className={classes["notes"]} aria-live="polite">
          {conflict === null ? null : (
            <Alert color="yellow" role="alert">
              <Text size="sm" fw={600} mb={4}>
                {t("conflict.title")}
              </Text>
              <Text size="sm">{t("conflict.hint")}</Text>
              <Group mt="sm" gap="xs">
                <Button size="xs" variant="default" onClick={conflict.reload}>
                  {t("conflict.reload")}
                </Button>
                {props.disabled === true ? null : (
                  <Button size="xs" onClick={conflict.keep} loading={of.busy}>
                    {t("conflict.keep")}
                  </Button>
                )}
              </Group>
            </Alert>
          )}
          {error === null ? null : (
            <Alert color="red" role="alert">
              {typeof error === "string" ? error : textOf(error)}
            </Alert>
          )}
          {unseen.length === 0 ? null : (
            <Alert color="red" role="alert">
              {unseen.map((text) => (
                <div key={text}>{text}</div>
              ))}
            </Alert>
          )}
        </div>
        {props.always === true || of.dirty ? (
          <div className={classes["bar"]}>
            {of.dirty && props.plain !== true ? (
              <Text size="sm" c="dimmed" className={classes["state"] ?? ""}>
                {t("bar.unsaved")}
              </Text>
            ) : null}
            {cancel === undefined && !of.dirty ? null : (
              <Button variant="subtle" color="gray" onClick={cancel ?? of.discard} disabled={of.busy}>
                {cancel === undefined ? t("bar.discard") : t("common:state.cancel")}
              </Button>
            )}
            {props.before}
            <Button type="submit" loading={of.busy} disabled={conflict !== null || props.disabled === true}>
              {props.submitLabel ?? t("bar.save")}
            </Button>
          </div>
        ) : null}
      </div>
    </form>
  );
}

/** Leads to the first field that is wrong; where none shows it, gives the texts themselves. */
function useUnseenErrors(
  place: { readonly current: HTMLFormElement | null },
  errors: Readonly<Record<string, ReactNode>>,
): readonly string[] {
  const [unseen, setUnseen] = useState<readonly string[]>([]);
  const known = useRef(0);
  useEffect(() => {
    const texts = Object.values(errors).filter((text) => typeof text === "string");
    const wrong = place.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    setUnseen(wrong == null ? [...new Set(texts)] : []);
    // While errors go away one by one the person is at work on them.
    if (texts.length > known.current) wrong?.focus();
    known.current = texts.length;
  }, [errors, place]);
  return unseen;
}

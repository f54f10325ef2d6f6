import { Button, Menu, Text, Textarea } from "@mantine/core";
import { IconVariable } from "@tabler/icons-react";
import { type ReactNode, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Time } from "../../../../shared/contracts/values.ts";
import {
  render,
  unknownVariables,
  type Variable,
  valuesOf,
  variables,
} from "../../../../shared/domain/canned-response.ts";
import { inserted } from "./shortcut.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useBusinessZone, useDirectory } from "../../lib/directory/directory.ts";
import { useLocale } from "../../lib/i18n/hooks.ts";
import classes from "./canned.module.css";

/** The text of a canned response: variables are put in from a menu, and what becomes of them is shown below. */
export function TextField(props: {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly error: ReactNode;
}) {
  const { t } = useTranslation("canned-responses");
  const { value, onChange } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const insert = (variable: Variable): void => {
    const area = field.current;
    const [from, to] = [area?.selectionStart ?? value.length, area?.selectionEnd ?? value.length];
    const { text, cursor } = inserted(value, from, to, `$${variable}`);
    onChange(text);
    // Once the menu gave the focus back, and the text is there.
    setTimeout(() => {
      area?.focus();
      area?.setSelectionRange(cursor, cursor);
    }, 50);
  };
  const unknown = unknownVariables(value);
  return (
    <div>
      <Textarea
        ref={field}
        label={t("editor.text")}
        withAsterisk
        autosize
        minRows={4}
        maxRows={12}
        maxLength={4_096}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={
          props.error ??
          (unknown.length === 0 ? undefined : t("editor.unknown", { names: unknown.join(", ") }))
        }
      />
      <Menu position="bottom-start" width={380} withInitialFocusPlaceholder={false} returnFocus={false}>
        <Menu.Target>
          <Button
            mt={6}
            size="compact-sm"
            variant="subtle"
            leftSection={<IconVariable size={16} stroke={1.6} />}
          >
            {t("editor.insert")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {variables.map((variable) => (
            <Menu.Item
              key={variable}
              onClick={() => insert(variable)}
              rightSection={<span className={classes["quiet"]}>${variable}</span>}
            >
              {t(`variable.${variable.replace(".", "_") as VariableWord}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Preview text={value} />
    </div>
  );
}

/** A variable as the words name it: their keys have no dots. */
type VariableWord = Variable extends infer V extends string
  ? V extends `${infer Of}.${infer What}`
    ? `${Of}_${What}`
    : V
  : never;

function Preview({ text }: { readonly text: string }) {
  const { t } = useTranslation("canned-responses");
  const { me, clock } = useDesk();
  const { data } = useDirectory();
  const locale = useLocale();
  const timeZone = useBusinessZone();
  const id = useId();
  const values = valuesOf(
    {
      contactName: t("sample.contact"),
      agentName: me.agent.name,
      protocol: "20261123-48213907",
      queue: data?.queues[0]?.name ?? t("sample.queue"),
      sector: data?.sectors[0]?.name ?? t("sample.sector"),
    },
    {
      locale,
      timeZone,
      businessName: data?.business.name ?? t("sample.business"),
    },
    new Date(clock()).toISOString() as Time,
  );
  if (text.trim() === "") return null;
  return (
    <section aria-labelledby={id} className={classes["preview"]}>
      <Text size="xs" c="dimmed" id={id}>
        {t("editor.preview")}
      </Text>
      <p className={classes["bubble"]}>{render(text, values)}</p>
    </section>
  );
}

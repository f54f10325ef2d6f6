import { Select, Stack, Text, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChannelId } from "../../../../shared/contracts/ids.ts";
import type { TemplateContent } from "../../../../shared/contracts/content.ts";
import { contentOf, keyOf, longestValue, nameShown, type Template } from "./fill.ts";
import { Empty, Failed, Loading } from "../ui/states.tsx";
import { matches } from "../ui/search.ts";
import { TemplatePreview } from "./template-preview.tsx";
import { useLocale } from "../i18n/hooks.ts";
import { useTemplates } from "./use-templates.ts";
import classes from "./templates.module.css";

/**
 * Chooses one of a channel's approved templates, asks for its values, and shows what the contact will read. `onChange` hears of
 * the content whenever it is another: null while something is missing, and once it is shown no more. It keeps no form of its own, so
 * it stands in any.
 */
export function TemplateForm(props: {
  readonly channelId: ChannelId;
  readonly onChange: (content: TemplateContent | null) => void;
  /** Whether the field for the template is focused at first. */
  readonly autoFocus?: boolean;
}) {
  const { t } = useTranslation("common");
  const { data, error, refetch } = useTemplates(props.channelId);
  if (error !== null && data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  if (data.length === 0) return <Empty title={t("templates.empty")} hint={t("templates.emptyHint")} />;
  // Values belong to one channel's template.
  return <Fields key={props.channelId} {...props} templates={data} />;
}

function Fields(props: Parameters<typeof TemplateForm>[0] & { readonly templates: readonly Template[] }) {
  const { templates, onChange } = props;
  const { t } = useTranslation("common");
  const [chosen, setChosen] = useState<Template | null>(null);
  const [values, setValues] = useState<readonly string[]>([]);
  const tell = useRef(onChange);
  tell.current = onChange;
  // What nobody sees is not what is sent.
  useEffect(() => () => tell.current(null), []);
  const choose = (key: string | null): void => {
    const template = templates.find((it) => keyOf(it) === key) ?? null;
    setChosen(template);
    setValues([]);
    onChange(template === null ? null : contentOf(template, []));
  };
  const fill = (index: number, value: string): void => {
    if (chosen === null) return;
    const next = Array.from({ length: chosen.parameters }, (_, at) =>
      at === index ? value : (values[at] ?? ""),
    );
    setValues(next);
    onChange(contentOf(chosen, next));
  };
  return (
    <Stack gap="sm">
      <TemplateChoice
        templates={templates}
        chosen={chosen}
        choose={choose}
        autoFocus={props.autoFocus === true}
      />
      {chosen === null
        ? null
        : Array.from({ length: chosen.parameters }, (_, index) => (
            <TextInput
              key={index}
              label={t("templates.value", { number: index + 1 })}
              required
              withAsterisk={false}
              maxLength={longestValue}
              value={values[index] ?? ""}
              onChange={(event) => fill(index, event.currentTarget.value)}
            />
          ))}
      {chosen === null ? null : (
        <div>
          <Text size="sm" fw={500} mb={4}>
            {t("templates.preview")}
          </Text>
          <div className={classes["preview"]} role="group" aria-label={t("templates.preview")}>
            <TemplatePreview template={chosen} values={values} />
          </div>
        </div>
      )}
    </Stack>
  );
}

function TemplateChoice(props: {
  readonly templates: readonly Template[];
  readonly chosen: Template | null;
  readonly choose: (key: string | null) => void;
  readonly autoFocus: boolean;
}) {
  const { t } = useTranslation("common");
  const locale = useLocale();
  const languages = new Intl.DisplayNames([locale], { type: "language" });
  const byKey = new Map(props.templates.map((template) => [keyOf(template), template]));
  const several = new Set(props.templates.map(({ language }) => language)).size > 1;
  const labelOf = ({ name, language }: Template): string =>
    several
      ? `${nameShown(name)} · ${languages.of(language.replace("_", "-")) ?? language}`
      : nameShown(name);
  return (
    <Select
      label={t("templates.choose")}
      placeholder={t("templates.search")}
      nothingFoundMessage={t("command.nothing")}
      searchable
      selectFirstOptionOnChange
      data-autofocus={props.autoFocus ? true : undefined}
      autoFocus={props.autoFocus}
      // What scrolls is the list itself, which the field's arrow keys move.
      withScrollArea={false}
      classNames={{ options: classes["options"] ?? "" }}
      data={[...byKey].map(([value, template]) => ({
        value,
        label: labelOf(template),
        disabled: !template.sendable,
      }))}
      value={props.chosen === null ? null : keyOf(props.chosen)}
      onChange={props.choose}
      filter={({ options, search }) =>
        options.filter((option) => {
          if (search.trim() === "" || !("value" in option)) return true;
          const template = byKey.get(option.value);
          return matches(`${option.label} ${template?.name} ${template?.body}`, search);
        })
      }
      renderOption={({ option }) => {
        const template = byKey.get(option.value);
        return (
          <div className={classes["option"]}>
            <div>{option.label}</div>
            <div className={classes["excerpt"]}>
              {template?.sendable === true ? template.body : t("templates.notSendable")}
            </div>
          </div>
        );
      }}
    />
  );
}

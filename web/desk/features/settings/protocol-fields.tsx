import { Code, Group, NumberInput, Select, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { PartProps } from "./form.ts";
import { protocolExample } from "./protocol-example.ts";
import { useDesk } from "../../lib/desk/context.ts";

/** How the numbers of attendances are made, with an example of one. */
export function ProtocolFields({ form }: PartProps) {
  const { t } = useTranslation("settings");
  const { clock } = useDesk();
  const { protocol, timeZone } = form.values;
  const prefix = form.getInputProps("protocol.prefix");
  return (
    <>
      <Group align="flex-start">
        <TextInput
          label={t("protocol.prefix")}
          w={130}
          maxLength={8}
          {...prefix}
          onChange={(event) =>
            form.setFieldValue("protocol.prefix", event.currentTarget.value.toLocaleUpperCase())
          }
        />
        <Select
          label={t("protocol.date")}
          w={200}
          allowDeselect={false}
          data={(["yyyymmdd", "yymmdd", "none"] as const).map((value) => ({
            value,
            label: t(`protocol.${value}`),
          }))}
          {...form.getInputProps("protocol.date")}
        />
        <NumberInput
          label={t("protocol.digits")}
          w={110}
          min={6}
          max={10}
          allowDecimal={false}
          {...form.getInputProps("protocol.digits")}
        />
      </Group>
      <Text size="sm" c="dimmed">
        {t("protocol.example")} <Code>{protocolExample(protocol, clock(), timeZone)}</Code>
      </Text>
    </>
  );
}

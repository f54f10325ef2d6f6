import { Button, Checkbox, Group, Stack, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { SectorId } from "../../../../shared/contracts/ids.ts";
import type { WebhookEvent } from "../../../../shared/contracts/webhooks.ts";
import { AdminSection } from "../../lib/ui/admin-page.tsx";
import { eventGroups, eventWords } from "./events.ts";
import { SectorsField } from "./sectors-field.tsx";
import classes from "./webhooks.module.css";

/** What is decided about a webhook. */
export interface WebhookValues {
  name: string;
  url: string;
  events: WebhookEvent[];
  sectorIds: SectorId[] | null;
}

/** The groups as they are shown. */
const groups = ["message", "ticket"] as const;

/** Name, address, events and sectors of a webhook. */
export function WebhookFields({ form }: { readonly form: UseFormReturnType<WebhookValues> }) {
  const { t } = useTranslation("integrations");
  const { events } = form.values;
  const all = groups.flatMap((group) => Object.keys(eventGroups[group]) as WebhookEvent[]);
  return (
    <>
      <AdminSection title={t("hooks.where")}>
        <Stack maw={520}>
          <TextInput label={t("name")} withAsterisk autoComplete="off" {...form.getInputProps("name")} />
          <TextInput
            type="url"
            label={t("hooks.url")}
            description={t("hooks.urlHint")}
            placeholder="https://"
            withAsterisk
            autoComplete="off"
            {...form.getInputProps("url")}
          />
        </Stack>
      </AdminSection>
      <AdminSection
        title={t("hooks.what")}
        actions={
          <Group gap={4}>
            <Button size="compact-xs" variant="subtle" onClick={() => form.setFieldValue("events", all)}>
              {t("hooks.all")}
            </Button>
            <Button size="compact-xs" variant="subtle" onClick={() => form.setFieldValue("events", [])}>
              {t("hooks.none")}
            </Button>
          </Group>
        }
      >
        <Checkbox.Group
          aria-label={t("hooks.what")}
          value={events}
          onChange={(chosen) => form.setFieldValue("events", chosen)}
          error={form.errors["events"]}
        >
          <Stack>
            {groups.map((group) => (
              <div key={group} role="group" aria-label={t(`group.${group}`)}>
                <Text size="sm" fw={500} mb={6}>
                  {t(`group.${group}`)}
                </Text>
                <div className={classes["events"]}>
                  {(Object.keys(eventGroups[group]) as WebhookEvent[]).map((event) => (
                    <Checkbox key={event} value={event} label={t(`event.${eventWords[event]}`)} />
                  ))}
                </div>
              </div>
            ))}
          </Stack>
        </Checkbox.Group>
      </AdminSection>
      <AdminSection title={t("hooks.of")}>
        <SectorsField
          label={t("hooks.ofLabel")}
          all={t("hooks.ofAll")}
          allHint={t("hooks.ofAllHint")}
          some={t("hooks.ofSome")}
          value={form.values.sectorIds}
          onChange={(sectorIds) => form.setFieldValue("sectorIds", sectorIds)}
          error={form.errors["sectorIds"]}
        />
      </AdminSection>
    </>
  );
}

import { Alert, Group, Stack, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AdminSection } from "../../lib/ui/admin-page.tsx";
import { type AgentDetail, useAgentChanged } from "./agents.ts";
import type { AnswerOf } from "../../lib/api/types.ts";
import type { Directory } from "../../lib/directory/directory.ts";
import { HoursField } from "../../lib/forms/hours-field.tsx";
import { PermissionsField } from "./permissions-field.tsx";
import { PersonFields } from "./person-fields.tsx";
import { PhotoField } from "./photo-field.tsx";
import { PlacesField } from "./places-field.tsx";
import { RecordForm } from "../../lib/forms/record-form.tsx";
import type { Rights } from "./rights.ts";
import { agentRoutes } from "../../../../shared/contracts/routes/agents.ts";
import { tell } from "../../lib/ui/tell.ts";
import { useContractForm } from "../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../lib/desk/context.ts";

/** What of a person this form is about. */
const valuesOf = (
  person: Omit<AgentDetail, "photo" | "presence" | "openTickets" | "rating">,
  photo: string | null,
) => {
  const { name, role, phone, active, accessHours, sectorIds, queueIds, limits, permissions } = person;
  return {
    ...{ name, role, phone, active, accessHours, sectorIds, queueIds, limits, permissions },
    photo,
  };
};

/** A person as the API answers a change; the record that a conflict tells has no picture. */
type Saved = AnswerOf<"changeAgent"> & { readonly photo?: string | null };

/** A person's profile, hours, places and permissions, as far as the one who looks may change them. */
export function ProfileForm(props: {
  readonly person: AgentDetail;
  readonly rights: Rights;
  readonly directory: Directory;
}) {
  const { t } = useTranslation("agents");
  const { call, me } = useDesk();
  const changed = useAgentChanged();
  const { person, rights, directory } = props;
  const isSelf = person.id === me.agent.id;
  const of = useContractForm<ReturnType<typeof valuesOf>, Saved>({
    schema: agentRoutes.changeAgent.body,
    initial: valuesOf(person, person.photo),
    version: person.version,
    save: async (_, patch) => {
      const saved = await call("changeAgent", { params: { agentId: person.id }, body: patch });
      const { photo = person.photo } = patch;
      return { ...saved, photo };
    },
    onSaved: () => {
      tell({ kind: "done", text: t("saved") });
      void changed(person.id);
    },
    // A conflict's record has no picture: the one that is known stands for it.
    read: ({ photo = person.photo, ...record }) => ({
      values: valuesOf(record, photo),
      version: record.version,
    }),
    wrong: { phone: t("phoneWrong") },
  });
  const { form } = of;
  const whole = rights === "all";
  return (
    <RecordForm of={of}>
      {whole ? null : <Alert color="balcao">{t(`rights.${rights === "places" ? "places" : "see"}`)}</Alert>}
      <AdminSection title={t("profile.title")}>
        <Group align="flex-start" gap="xl" wrap="wrap">
          <PhotoField
            name={form.values.name}
            value={form.values.photo}
            onChange={(photo) => form.setFieldValue("photo", photo)}
            disabled={!whole}
          />
          <Stack flex={1} miw={240}>
            <PersonFields form={form} disabled={!whole} />
            <Switch
              label={t("profile.active")}
              description={t(isSelf ? "profile.activeSelf" : "profile.activeHint")}
              disabled={!whole || isSelf}
              {...form.getInputProps("active", { type: "checkbox" })}
            />
          </Stack>
        </Group>
      </AdminSection>
      <AdminSection title={t("places.title")} hint={t(`places.hint.${form.values.role}`)}>
        <PlacesField
          role={form.values.role}
          value={form.values}
          onChange={(places) => form.setValues(places)}
          directory={directory}
          disabled={rights === "see"}
        />
      </AdminSection>
      {form.values.role === "agent" ? (
        <AdminSection title={t("permissions.title")} hint={t("permissions.hint")}>
          <PermissionsField
            value={form.values.permissions}
            onChange={(permissions) => form.setFieldValue("permissions", permissions)}
            disabled={!whole}
          />
        </AdminSection>
      ) : null}
      <AdminSection title={t("hours.title")} hint={t("hours.hint")}>
        <HoursField
          label={t("hours.label")}
          anyTime={t("hours.any")}
          theseHours={t("hours.these")}
          timeZone={directory.business.timeZone}
          value={form.values.accessHours}
          onChange={(hours) => form.setFieldValue("accessHours", hours)}
          error={
            Object.keys(form.errors).some((path) => path.startsWith("accessHours"))
              ? t("hours.wrong")
              : undefined
          }
          disabled={!whole}
        />
      </AdminSection>
    </RecordForm>
  );
}

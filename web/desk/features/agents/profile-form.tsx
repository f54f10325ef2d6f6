import { Alert, Group, Stack, Switch, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { AdminSection } from "../../lib/ui/admin-page.tsx";
import { type AgentDetail, useAgentChanged, useAgentGone } from "./agents.ts";
import type { AnswerOf } from "../../lib/api/types.ts";
import type { Directory } from "../../lib/directory/directory.ts";
import { ConfirmDialog } from "../../lib/ui/confirm-dialog.tsx";
import { PersonFields } from "./person-fields.tsx";
import { PersonSections } from "./person-sections.tsx";
import { PhotoField } from "./photo-field.tsx";
import { RecordForm } from "../../lib/forms/record-form.tsx";
import { isOutOfSight, type Rights } from "./rights.ts";
import { agentRoutes } from "../../../../shared/contracts/routes/agents.ts";
import { tell } from "../../lib/ui/tell.ts";
import { useContractForm } from "../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useExplainedPerson } from "./person-errors.ts";

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
  const gone = useAgentGone();
  const explain = useExplainedPerson();
  const [, navigate] = useLocation();
  const [askingOwn, setAskingOwn] = useState(false);
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
    onSaved: (saved) => {
      tell({ kind: "done", text: t("saved") });
      if (!isOutOfSight(me, saved, directory.queues)) return void changed(person.id);
      navigate("/");
      gone(person.id);
    },
    // A conflict's record has no picture: the one that is known stands for it.
    read: ({ photo = person.photo, ...record }) => ({
      values: valuesOf(record, photo),
      version: record.version,
    }),
    wrong: { phone: t("phoneWrong"), sectorIds: t("places.many"), queueIds: t("places.many") },
    explain,
  });
  const { form } = of;
  // Nobody gives this back to themselves.
  const losesOwn = isSelf && person.role === "admin" && form.values.role !== "admin";
  const whole = rights === "all";
  return (
    <RecordForm of={of} {...(losesOwn ? { instead: () => setAskingOwn(true) } : {})}>
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
      <PersonSections form={form} directory={directory} places={rights !== "see"} whole={whole} known />
      <ConfirmDialog
        opened={askingOwn}
        title={t("profile.ownRoleTitle")}
        confirm={t("profile.ownRoleConfirm")}
        onConfirm={() => {
          setAskingOwn(false);
          of.submit();
        }}
        onClose={() => setAskingOwn(false)}
        danger
      >
        <Text size="sm">{t("profile.ownRoleHint", { role: t(`role.${form.values.role}`) })}</Text>
      </ConfirmDialog>
    </RecordForm>
  );
}

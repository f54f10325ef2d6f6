import { Radio, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { AdminPage, AdminSection } from "../../lib/ui/admin-page.tsx";
import { type Agent, useAgentChanged } from "./agents.ts";
import type { AgentId, QueueId, SectorId } from "../../../../shared/contracts/ids.ts";
import { Failed, Loading } from "../../lib/ui/states.tsx";
import type { Directory } from "../../lib/directory/directory.ts";
import type { Role } from "../../../../shared/contracts/values.ts";
import { Invited } from "./invited.tsx";
import { PasswordField } from "./password-field.tsx";
import { PersonFields } from "./person-fields.tsx";
import { PersonSections } from "./person-sections.tsx";
import { RecordForm } from "../../lib/forms/record-form.tsx";
import { isOutOfSight } from "./rights.ts";
import { placesPath, useExplainedPerson } from "./person-errors.ts";
import { agentRoutes } from "../../../../shared/contracts/routes/agents.ts";
import { newPassword } from "./new-password.ts";
import { useActKey } from "../../lib/forms/use-act-key.ts";
import { useContractForm } from "../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useDirectory } from "../../lib/directory/directory.ts";

/** Inviting a person: who they are, what they are, where they work, and how they get in the first time. */
export default function Invite() {
  const { t } = useTranslation("agents");
  const directory = useDirectory();
  return (
    <AdminPage title={t("invite.title")} hint={t("invite.hint")} back={{ href: "/", label: t("title") }}>
      {directory.data === undefined ? (
        directory.error === null ? (
          <Loading />
        ) : (
          <Failed error={directory.error} retry={() => void directory.refetch()} />
        )
      ) : (
        <InviteForm directory={directory.data} />
      )}
    </AdminPage>
  );
}

interface Values {
  email: string;
  name: string;
  role: Role;
  phone: string | null;
  sectorIds: SectorId[];
  queueIds: QueueId[];
  limits: Agent["limits"];
  permissions: Agent["permissions"];
  accessHours: Agent["accessHours"];
  temporaryPassword: string | undefined;
}

const nobody: Values = {
  ...{ email: "", name: "", role: "agent", phone: null },
  ...{ sectorIds: [], queueIds: [], limits: {}, accessHours: null, temporaryPassword: undefined },
  permissions: { dropPotentials: false, viewContacts: true, outreach: false, seeQueueHistory: false },
};

function InviteForm({ directory }: { readonly directory: Directory }) {
  const { t } = useTranslation("agents");
  const { call, me } = useDesk();
  const explain = useExplainedPerson();
  const changed = useAgentChanged();
  const [, navigate] = useLocation();
  const [invited, setInvited] = useState<{ id: AgentId; name: string; password: string } | null>(null);
  const keyOf = useActKey();
  const of = useContractForm<Values, { id: AgentId; name: string; password: string | undefined }>({
    // Whom one could not see again one cannot invite.
    schema: agentRoutes.createAgent.body.refine((person) => !isOutOfSight(me, person, directory.queues), {
      path: [placesPath],
    }),
    initial: nobody,
    save: async (values) => {
      const { temporaryPassword, ...person } = values;
      const body = temporaryPassword === undefined ? person : { ...person, temporaryPassword };
      const { id, name } = await call("createAgent", { body }, { idempotencyKey: keyOf(body) });
      return { id, name, password: temporaryPassword };
    },
    onSaved: ({ id, name, password }) => {
      void changed(id);
      if (password === undefined) navigate(`/${id}`);
      else setInvited({ id, name, password });
    },
    wrong: {
      ...{ phone: t("phoneWrong"), temporaryPassword: t("password.policy") },
      ...{ [placesPath]: t("places.missing"), sectorIds: t("places.many"), queueIds: t("places.many") },
    },
    explain,
  });
  const { form } = of;
  if (invited !== null) return <Invited {...invited} />;
  return (
    <RecordForm of={of} always submitLabel={t("invite.send")} cancel={() => navigate("/")}>
      <AdminSection title={t("profile.title")}>
        <Stack maw={440}>
          <TextInput
            type="email"
            label={t("profile.email")}
            description={t("profile.emailHint")}
            withAsterisk
            autoComplete="off"
            {...form.getInputProps("email")}
          />
          <PersonFields form={form} />
        </Stack>
      </AdminSection>
      <PersonSections form={form} directory={directory} places whole />
      <AdminSection title={t("invite.first")}>
        <Radio.Group
          aria-label={t("invite.first")}
          value={form.values.temporaryPassword === undefined ? "mail" : "given"}
          onChange={(how) =>
            form.setFieldValue("temporaryPassword", how === "mail" ? undefined : newPassword())
          }
        >
          <Stack gap="xs">
            <Radio value="mail" label={t("invite.mail")} description={t("invite.mailHint")} />
            <Radio value="given" label={t("invite.given")} description={t("invite.givenHint")} />
          </Stack>
        </Radio.Group>
        {form.values.temporaryPassword === undefined ? null : (
          <Stack maw={320}>
            <PasswordField
              value={form.values.temporaryPassword}
              onChange={(password) => form.setFieldValue("temporaryPassword", password)}
              error={form.errors["temporaryPassword"]}
            />
          </Stack>
        )}
      </AdminSection>
    </RecordForm>
  );
}

import { Checkbox, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "../../../../shared/contracts/api-keys.ts";
import type { SectorId } from "../../../../shared/contracts/ids.ts";
import type { Time } from "../../../../shared/contracts/values.ts";
import { apiKeyRoutes } from "../../../../shared/contracts/routes/integrations.ts";
import type { AnswerOf } from "../../lib/api/types.ts";
import { askFirst } from "../../lib/forms/leave.ts";
import { ExpiryField } from "./expiry-field.tsx";
import { RecordForm } from "../../lib/forms/record-form.tsx";
import { SecretDialog } from "../../lib/ui/secret-dialog.tsx";
import { scopeWords } from "./scopes.ts";
import { SectorsField } from "./sectors-field.tsx";
import { useContractForm } from "../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../lib/desk/context.ts";

const scopes = Object.keys(scopeWords) as Scope[];

interface Values {
  name: string;
  scopes: Scope[];
  sectorIds: SectorId[] | null;
  expiresAt: Time | null;
}

const empty: Values = { name: "", scopes: [], sectorIds: null, expiresAt: null };

interface Props {
  /** There is one key more. */
  readonly onMade: () => void;
  readonly onClose: () => void;
}

/** Makes an API key, and shows its secret this once. */
export default function NewKey({ onMade, onClose }: Props) {
  const { t } = useTranslation("integrations");
  const [secret, setSecret] = useState<string | null>(null);
  if (secret === null)
    return (
      <KeyDialog
        onClose={onClose}
        onMade={(made) => {
          setSecret(made);
          onMade();
        }}
      />
    );
  return (
    <SecretDialog
      title={t("keys.made")}
      label={t("keys.secret")}
      hint={t("secretOnce")}
      kept={t("secretKept")}
      secret={secret}
      onClose={onClose}
    />
  );
}

function KeyDialog(props: { readonly onMade: (secret: string) => void; readonly onClose: () => void }) {
  const { t } = useTranslation(["integrations", "common"]);
  const { call, clock } = useDesk();
  const of = useContractForm<Values, AnswerOf<"createApiKey">>({
    schema: apiKeyRoutes.createApiKey.body.refine(
      ({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > clock(),
      { path: ["expiresAt"] },
    ),
    initial: empty,
    save: (body) => call("createApiKey", { body }),
    onSaved: ({ secret }) => props.onMade(secret),
    wrong: { scopes: t("keys.scopesMissing"), expiresAt: t("keys.past") },
    explain: ({ details: { reason } }) =>
      typeof reason === "string" && reason.startsWith("expiresAt") ? { expiresAt: t("keys.past") } : null,
  });
  const { form, busy } = of;
  const leave = (): void => askFirst(props.onClose);
  return (
    <Modal
      opened
      size="lg"
      onClose={leave}
      // The secret of who left while the key is made would be lost.
      closeOnClickOutside={!busy}
      closeOnEscape={!busy}
      title={t("keys.new")}
      closeButtonProps={{ "aria-label": t("common:state.close"), disabled: busy }}
    >
      <RecordForm of={of} always plain cancel={leave} submitLabel={t("keys.create")}>
        <TextInput
          label={t("name")}
          description={t("keys.nameHint")}
          withAsterisk
          autoComplete="off"
          {...form.getInputProps("name")}
        />
        <Checkbox.Group
          label={t("keys.scopes")}
          withAsterisk
          value={form.values.scopes}
          onChange={(chosen) => form.setFieldValue("scopes", chosen)}
          error={form.errors["scopes"]}
        >
          <Stack gap="xs" mt={6}>
            {scopes.map((scope) => (
              <Checkbox
                key={scope}
                value={scope}
                label={t(`scope.${scopeWords[scope]}`)}
                description={t(`scopeHint.${scopeWords[scope]}`)}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <SectorsField
          label={t("keys.reach")}
          all={t("keys.whole")}
          allHint={t("keys.wholeHint")}
          some={t("keys.some")}
          value={form.values.sectorIds}
          onChange={(sectorIds) => form.setFieldValue("sectorIds", sectorIds)}
          error={form.errors["sectorIds"]}
        />
        <ExpiryField
          onChange={(expiresAt) => form.setFieldValue("expiresAt", expiresAt)}
          error={form.errors["expiresAt"]}
        />
      </RecordForm>
    </Modal>
  );
}

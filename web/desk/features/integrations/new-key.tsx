import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "../../../../shared/contracts/api-keys.ts";
import type { SectorId } from "../../../../shared/contracts/ids.ts";
import type { Time } from "../../../../shared/contracts/values.ts";
import { apiKeyRoutes } from "../../../../shared/contracts/routes/integrations.ts";
import { askFirst } from "../../lib/forms/leave.ts";
import { lifetimes, scopeWords } from "./scopes.ts";
import { RecordForm } from "../../lib/forms/record-form.tsx";
import { SecretShown } from "../../lib/ui/secret-shown.tsx";
import { SectorsField } from "./sectors-field.tsx";
import { useContractForm } from "../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../lib/desk/context.ts";

const day = 86_400_000;
const scopes = Object.keys(scopeWords) as Scope[];

interface Props {
  /** There is one key more. */
  readonly onMade: () => void;
  readonly onClose: () => void;
}

/** Makes an API key, and shows its secret this once. */
export default function NewKey({ onMade, onClose }: Props) {
  const { t } = useTranslation(["integrations", "common"]);
  const [secret, setSecret] = useState<string | null>(null);
  const leave = (): void => askFirst(onClose);
  return (
    <Modal
      opened
      size="lg"
      // A click beside it must not take the secret away.
      closeOnClickOutside={secret === null}
      onClose={leave}
      title={t(secret === null ? "keys.new" : "keys.made")}
      closeButtonProps={{ "aria-label": t("common:state.close") }}
    >
      {secret === null ? (
        <KeyForm
          leave={leave}
          onMade={(made) => {
            setSecret(made);
            onMade();
          }}
        />
      ) : (
        <Stack>
          <SecretShown label={t("keys.secret")} hint={t("secretOnce")} secret={secret} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{t("secretKept")}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function KeyForm(props: { readonly leave: () => void; readonly onMade: (secret: string) => void }) {
  const { t } = useTranslation("integrations");
  const { call, clock } = useDesk();
  const of = useContractForm({
    schema: apiKeyRoutes.createApiKey.body,
    initial: {
      name: "",
      scopes: [] as Scope[],
      sectorIds: null as SectorId[] | null,
      expiresAt: null as Time | null,
    },
    save: (body) => call("createApiKey", { body }),
    onSaved: ({ secret }) => props.onMade(secret),
    wrong: { scopes: t("keys.scopesMissing") },
  });
  const { form } = of;
  const [lifetime, setLifetime] = useState("never");
  const setUntil = (chosen: string | null): void => {
    if (chosen === null) return;
    setLifetime(chosen);
    const days = Number(chosen);
    form.setFieldValue(
      "expiresAt",
      Number.isNaN(days) ? null : (new Date(clock() + days * day).toISOString() as Time),
    );
  };
  return (
    <RecordForm of={of} always plain cancel={props.leave} submitLabel={t("keys.create")}>
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
      <Select
        label={t("keys.lifetime")}
        data={lifetimes.map((days) =>
          days === null
            ? { value: "never", label: t("keys.never") }
            : { value: String(days), label: t("keys.days", { count: days }) },
        )}
        allowDeselect={false}
        value={lifetime}
        onChange={setUntil}
        maw={280}
      />
    </RecordForm>
  );
}

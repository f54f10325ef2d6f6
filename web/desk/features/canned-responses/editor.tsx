import { Alert, Modal, Select, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SectorId } from "../../../../shared/contracts/ids.ts";
import { cannedResponseRoutes } from "../../../../shared/contracts/routes/canned-responses.ts";
import { mayManage } from "../../../../shared/domain/authorisation.ts";
import { type CannedResponse, useCannedChanged } from "./canned.ts";
import { createApproval, isDecided } from "./approval.ts";
import { RecordForm } from "../../lib/forms/record-form.tsx";
import { TextField } from "./text-field.tsx";
import { askFirst } from "../../lib/forms/leave.ts";
import { shortcutTyped } from "./shortcut.ts";
import { tell } from "../../lib/ui/tell.ts";
import { useActKey } from "../../lib/forms/use-act-key.ts";
import { type ContractForm, useContractForm } from "../../lib/forms/use-contract-form.ts";
import { ApiError } from "../../lib/api/error.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useNames } from "../../lib/directory/directory.ts";
import { useSectorChoice } from "./use-sector-choice.ts";

/** What the editor is opened for. `approve`: a suggestion is changed and approved in one go. */
export type EditorTask =
  | { readonly kind: "new" }
  | { readonly kind: "change" | "approve"; readonly response: CannedResponse };

/** Writes a canned response, or changes one. */
export default function Editor({
  task,
  onClose,
}: {
  readonly task: EditorTask;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(["canned-responses", "common"]);
  const leave = (): void => askFirst(onClose);
  return (
    <Modal
      opened
      size="lg"
      onClose={leave}
      title={t(`editor.${task.kind}`)}
      closeButtonProps={{ "aria-label": t("common:state.close") }}
    >
      {task.kind === "new" ? (
        <NewForm leave={leave} onClose={onClose} />
      ) : (
        <ChangeForm
          response={task.response}
          approve={task.kind === "approve"}
          leave={leave}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}

interface FormProps {
  readonly leave: () => void;
  readonly onClose: () => void;
}

interface Fields {
  shortcut: string;
  text: string;
}

/** What the API finds wrong with a shortcut or a text, on its field. */
function useExplained(): (error: ApiError) => Record<string, string> | null {
  const { t } = useTranslation("canned-responses");
  return ({ code, details: { variables } }) => {
    if (code === "ALREADY_EXISTS") return { shortcut: t("editor.taken") };
    if (code !== "UNKNOWN_VARIABLE") return null;
    return { text: t("editor.unknown", { names: Array.isArray(variables) ? variables.join(", ") : "" }) };
  };
}

function NewForm({ leave, onClose }: FormProps) {
  const { t } = useTranslation("canned-responses");
  const { call, me } = useDesk();
  const changed = useCannedChanged();
  const explain = useExplained();
  const sectors = useSectorChoice();
  const keyOf = useActKey();
  const of = useContractForm<Fields & { sectorId: SectorId | null }, CannedResponse>({
    schema: cannedResponseRoutes.createCannedResponse.body,
    initial: { shortcut: "", text: "", sectorId: null },
    save: (body) => call("createCannedResponse", { body }, { idempotencyKey: keyOf(body) }),
    onSaved: ({ state, shortcut }) => {
      changed();
      onClose();
      tell({
        kind: "done",
        text: t(state.kind === "approved" ? "editor.made" : "editor.sent", { shortcut }),
      });
    },
    wrong: { shortcut: t("editor.shortcutWrong") },
    explain,
  });
  const { form } = of;
  const decides = mayManage(me.agent, form.values.sectorId);
  return (
    <RecordForm
      of={of}
      always
      plain
      cancel={leave}
      submitLabel={t(decides ? "editor.create" : "editor.send")}
    >
      <Shortcut of={of} />
      <Select
        label={t("sector")}
        description={t("editor.sectorHint")}
        data={[
          { value: "", label: t("general") },
          ...sectors.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        allowDeselect={false}
        searchable
        value={form.values.sectorId ?? ""}
        onChange={(chosen) =>
          form.setFieldValue("sectorId", chosen === null || chosen === "" ? null : chosen)
        }
        error={form.errors["sectorId"]}
      />
      <TextField
        value={form.values.text}
        onChange={(text) => form.setFieldValue("text", text)}
        error={form.errors["text"]}
      />
      {decides ? null : <Alert color="balcao">{t("editor.willWait")}</Alert>}
    </RecordForm>
  );
}

function ChangeForm(props: FormProps & { readonly response: CannedResponse; readonly approve: boolean }) {
  const { t } = useTranslation("canned-responses");
  const { call } = useDesk();
  const names = useNames();
  const changed = useCannedChanged();
  const explain = useExplained();
  const { response, approve, leave, onClose } = props;
  const { id: cannedResponseId, sectorId } = response;
  const [approval] = useState(() =>
    createApproval({
      change: (body) => call("changeCannedResponse", { params: { cannedResponseId }, body }),
      approve: (expectedVersion) =>
        call("decideCannedResponse", {
          params: { cannedResponseId },
          body: { decision: "approve", expectedVersion },
        }),
    }),
  );
  const of = useContractForm<Fields, CannedResponse>({
    schema: cannedResponseRoutes.changeCannedResponse.body,
    initial: { shortcut: response.shortcut, text: response.text },
    version: response.version,
    save: approve
      ? async (values, patch) => {
          try {
            return await approval(values, patch);
          } catch (error) {
            if (!isDecided(error)) throw error;
            changed();
            // Not a conflict that saving once more would resolve.
            throw new ApiError(error.code, error.status);
          }
        }
      : (_, body) => call("changeCannedResponse", { params: { cannedResponseId }, body }),
    onSaved: ({ shortcut }) => {
      changed();
      onClose();
      tell({ kind: "done", text: t(approve ? "decide.approved" : "editor.saved", { shortcut }) });
    },
    read: ({ shortcut, text, version }) => ({ values: { shortcut, text }, version }),
    wrong: { shortcut: t("editor.shortcutWrong") },
    explain: (error) =>
      approve && error.code === "VERSION_CONFLICT" ? { "": t("decide.already") } : explain(error),
  });
  const { form } = of;
  return (
    <RecordForm
      of={of}
      always
      plain
      cancel={leave}
      {...(approve ? { submitLabel: t("decide.approve") } : {})}
    >
      <Shortcut of={of} />
      <Text size="sm" c="dimmed">
        {t("editor.isOf", { sector: sectorId === null ? t("general") : (names.sector(sectorId) ?? "") })}
      </Text>
      <TextField
        value={form.values.text}
        onChange={(text) => form.setFieldValue("text", text)}
        error={form.errors["text"]}
      />
    </RecordForm>
  );
}

function Shortcut({ of: { form } }: { readonly of: ContractForm<Fields> }) {
  const { t } = useTranslation("canned-responses");
  return (
    <TextInput
      label={t("editor.shortcut")}
      description={t("editor.shortcutHint")}
      leftSection="/"
      withAsterisk
      autoComplete="off"
      spellCheck={false}
      value={form.values.shortcut}
      onChange={(event) => form.setFieldValue("shortcut", shortcutTyped(event.currentTarget.value))}
      error={form.errors["shortcut"]}
    />
  );
}

import { Alert, Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeOf, type Draft, draftOf, editsOf, problemsOf, withEdits } from "./contact-draft.ts";
import { ApiError } from "../../../lib/api/error.ts";
import type { Contact } from "../../../../../shared/contracts/contacts.ts";
import { keepEdits, readEdits } from "./contact-edits.ts";
import { FieldInput } from "./field-input.tsx";
import { mayLink } from "../may.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useDirectory } from "../../../lib/directory/directory.ts";
import { useErrorText } from "../../../lib/i18n/hooks.ts";

/**
 * Changes what is kept of a contact: what somebody else changed meanwhile is shown first, and nothing of it is lost. What was changed
 * and not saved is there again when the person comes back to the contact.
 */
export default function ContactForm(props: {
  readonly contact: Contact;
  /** Whether the person has just asked for it: then it has the focus. */
  readonly asked: boolean;
  readonly leave: () => void;
}) {
  const { contact } = props;
  const { t } = useTranslation(["workspace", "common"]);
  const { call, me, agentId } = useDesk();
  const queries = useQueryClient();
  const textOf = useErrorText();
  const { data: directory } = useDirectory();
  const fields = directory?.business.contactFields ?? [];
  // What was changed is told by the record as the form began with it, whatever became of it meanwhile.
  const [base] = useState(contact);
  const [draft, setDraft] = useState(() =>
    withEdits(draftOf(contact, fields), readEdits(agentId, contact.id) ?? {}),
  );
  const edit = (part: Partial<Draft>): void => {
    const next = { ...draft, ...part };
    setDraft(next);
    keepEdits(agentId, contact.id, editsOf(base, fields, next));
  };
  const leave = (): void => {
    keepEdits(agentId, contact.id, null);
    props.leave();
  };
  const [tried, setTried] = useState(false);
  const problems = tried ? problemsOf(contact, fields, draft) : [];
  const save = useMutation({
    mutationFn: async () => {
      const change = changeOf(base, fields, draft);
      if (change === null) return contact;
      const params = { contactId: contact.id };
      return call("changeContact", { params, body: { ...change, expectedVersion: contact.version } });
    },
    onSuccess(changed) {
      queries.setQueryData(["contact", contact.id], changed);
      leave();
    },
    onError(error) {
      // The record is read again: what is saved next is decided on it.
      if (error instanceof ApiError && error.code === "VERSION_CONFLICT")
        void queries.invalidateQueries({ queryKey: ["contact", contact.id] });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (problemsOf(contact, fields, draft).length === 0) save.mutate();
      }}
    >
      <Stack gap="sm" mt="sm">
        <TextInput
          label={t("contact.name")}
          autoFocus={props.asked}
          maxLength={120}
          value={draft.name}
          error={problems.includes("name") ? t("contact.nameRequired") : undefined}
          onChange={(event) => edit({ name: event.currentTarget.value })}
        />
        {fields.map((field) => (
          <FieldInput
            key={field.key}
            field={field}
            text={draft.fields[field.key] ?? ""}
            error={problems.includes(field.key) ? t("contact.invalid") : undefined}
            onChange={(text) => edit({ fields: { ...draft.fields, [field.key]: text } })}
          />
        ))}
        {mayLink(me) ? (
          <Select
            label={t("contact.linked")}
            description={t("contact.linkedHint")}
            placeholder={t("contact.nobody")}
            data={(directory?.agents ?? [])
              .filter(({ id, active, role }) => id === draft.linkedAgentId || (active && role !== "viewer"))
              .map(({ id, name }) => ({ value: id, label: name }))}
            value={draft.linkedAgentId}
            onChange={(linkedAgentId) => edit({ linkedAgentId })}
            searchable
            clearable
          />
        ) : null}
        {save.error === null ? null : (
          <Alert color="red" role="alert">
            {save.error instanceof ApiError && save.error.code === "VERSION_CONFLICT"
              ? t("contact.changed")
              : textOf(save.error)}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button size="xs" variant="subtle" color="gray" onClick={leave}>
            {t("common:state.cancel")}
          </Button>
          <Button size="xs" type="submit" loading={save.isPending}>
            {t("contact.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

import { Alert, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { recognise, unknownVariables } from "../../../../../shared/domain/canned-response.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { ApiError } from "../../../lib/api/error.ts";
import { cannedKey } from "./use-canned.ts";
import { shortcutOf } from "./shortcut.ts";
import { tell } from "../../../lib/ui/tell.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useErrorText } from "../../../lib/i18n/hooks.ts";
import { useValues } from "./use-values.ts";
import { VariableText } from "./variable-text.tsx";

/** As long as a canned response may be. */
const longest = 4_096;

/** Makes a canned response of a message that was sent: a name, and the text with variables in place of names. */
export default function SuggestDialog(props: {
  readonly text: string;
  readonly head: Ticket;
  readonly leave: () => void;
}) {
  const { t } = useTranslation(["workspace", "common"]);
  return (
    <Modal
      opened
      onClose={props.leave}
      size="lg"
      title={t("suggest.title")}
      closeButtonProps={{ "aria-label": t("common:state.close") }}
    >
      <SuggestForm {...props} />
    </Modal>
  );
}

function SuggestForm({ text: message, head, leave }: Parameters<typeof SuggestDialog>[0]) {
  const { t } = useTranslation(["workspace", "common"]);
  const { call } = useDesk();
  const queries = useQueryClient();
  const textOf = useErrorText();
  const values = useValues(head);
  const [shortcut, setShortcut] = useState("");
  const [text, setText] = useState(() => recognise(message, values));
  const [tried, setTried] = useState(false);
  const unknown = unknownVariables(text);
  const wrong = {
    shortcut: shortcut === "" ? t("suggest.needsName") : null,
    text:
      text.trim() === ""
        ? t("suggest.needsText")
        : unknown.length > 0
          ? t("suggest.unknown", { names: unknown.join(", ") })
          : null,
  };
  const save = useMutation({
    mutationFn: () =>
      call("createCannedResponse", {
        body: { shortcut, text: text.trim(), sectorId: head.phase === "bot" ? null : head.sectorId },
      }),
    onSuccess({ state }) {
      void queries.invalidateQueries({ queryKey: cannedKey });
      tell({ kind: "done", text: t(state.kind === "approved" ? "suggest.added" : "suggest.sent") });
      leave();
    },
  });
  const taken = save.error instanceof ApiError && save.error.code === "ALREADY_EXISTS";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (wrong.shortcut === null && wrong.text === null) save.mutate();
      }}
    >
      <Stack>
        {save.error === null || taken ? null : (
          <Alert color="red" role="alert">
            {textOf(save.error)}
          </Alert>
        )}
        <TextInput
          label={t("suggest.name")}
          description={t("suggest.nameHint")}
          leftSection="/"
          data-autofocus
          value={shortcut}
          error={taken ? t("suggest.taken") : tried ? wrong.shortcut : null}
          onChange={(event) => {
            save.reset();
            setShortcut(shortcutOf(event.currentTarget.value));
          }}
        />
        <VariableText
          label={t("suggest.text")}
          description={t("suggest.textHint")}
          value={text}
          write={setText}
          most={longest}
          values={values}
          error={tried || unknown.length > 0 ? wrong.text : null}
        />
        <Text size="xs" c="dimmed">
          {t("suggest.after")}
        </Text>
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={leave}>
            {t("common:state.cancel")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t("suggest.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

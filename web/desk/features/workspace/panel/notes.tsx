import { Button, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Conversation } from "../../../lib/timeline/conversation.ts";
import { type Entries, firstShown } from "../../../lib/timeline/merge.ts";
import type { Entry } from "../../../../../shared/contracts/timeline.ts";
import { keepDraft, readDraft } from "../composer/drafts.ts";
import { mayNote } from "../may.ts";
import { Section } from "./section.tsx";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { useCommand } from "../use-command.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useErrorText, useTimeFormat } from "../../../lib/i18n/hooks.ts";
import { useStore } from "../../../lib/store.ts";
import { useNames } from "../../../lib/directory/directory.ts";
import classes from "./panel.module.css";

/** As long as a note may be. */
const longest = 4_096;

/** What colleagues noted on this ticket, the newest first, and where to note more. */
export function Notes({ head, entries }: { readonly head: Ticket; readonly entries: Entries }) {
  const { t } = useTranslation("workspace");
  const { me } = useDesk();
  const names = useNames();
  const { dayAndHour } = useTimeFormat();
  const notes = entries.shown
    .filter((it): it is Extract<Entry, { type: "note" }> => it.type === "note")
    .toReversed();
  const hasOlder = (firstShown(entries) ?? 1) > 1;
  return (
    <Section title={t("notes.title")}>
      {mayNote(head, me) ? <NewNote head={head} /> : null}
      {notes.length === 0 && !hasOlder ? <p className={classes["quiet"]}>{t("notes.none")}</p> : null}
      <ul className={classes["list"]}>
        {notes.map(({ number, by, at, text }) => (
          <li key={number} className={classes["note"]}>
            <div className={classes["by"]}>
              {by.kind === "agent" ? (names.agent(by.agentId) ?? t("author.agent")) : t("author.bot")} ·{" "}
              {dayAndHour(at)}
            </div>
            {text}
          </li>
        ))}
      </ul>
      {hasOlder ? <Older head={head} /> : null}
    </Section>
  );
}

const progressOf = ({ loading }: Conversation): Conversation["loading"] => loading;
const errorOf = ({ olderError }: Conversation): Conversation["olderError"] => olderError;

/** Looks for notes in what was said before; says so where that fails. */
function Older({ head }: { readonly head: Ticket }) {
  const { t } = useTranslation("workspace");
  const { conversations } = useDesk();
  const textOf = useErrorText();
  const conversation = conversations.of(head.id);
  const loading = useStore(conversation, progressOf) === "older";
  const error = useStore(conversation, errorOf);
  const [asked, ask] = useState(false);
  return (
    <>
      <Button
        mt="xs"
        size="compact-sm"
        variant="subtle"
        color="gray"
        loading={loading && asked}
        onClick={() => {
          ask(true);
          void conversations.older(head.id);
        }}
      >
        {t("notes.older")}
      </Button>
      {error === null || !asked || loading ? null : (
        <Text size="xs" c="red" role="alert">
          {textOf(error)}
        </Text>
      )}
    </>
  );
}

function NewNote({ head }: { readonly head: Ticket }) {
  const { t } = useTranslation("workspace");
  const { call, agentId } = useDesk();
  const textOf = useErrorText();
  const [text, setText] = useState(() => readDraft(agentId, head.id, "panel"));
  const write = (next: string): void => {
    setText(next);
    keepDraft(agentId, head.id, "panel", next);
  };
  // One key for one note: sent again after no answer, it is not noted twice.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const add = useCommand(
    () =>
      call(
        "addNote",
        { params: { ticketId: head.id }, body: { text: text.trim() } },
        { idempotencyKey: key },
      ),
    {
      done() {
        write("");
        setKey(crypto.randomUUID());
      },
    },
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "" && !add.isPending) add.mutate();
      }}
    >
      <Textarea
        aria-label={t("notes.label")}
        placeholder={t("notes.placeholder")}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={longest}
        value={text}
        error={add.error === null ? undefined : textOf(add.error)}
        onChange={(event) => {
          write(event.currentTarget.value);
          setKey(crypto.randomUUID());
        }}
      />
      {text.trim() === "" ? (
        <Text size="xs" c="dimmed" mt={4} mb="sm">
          {t("notes.hint")}
        </Text>
      ) : (
        <Button type="submit" size="xs" variant="light" mt={6} mb="sm" loading={add.isPending}>
          {t("notes.add")}
        </Button>
      )}
    </form>
  );
}

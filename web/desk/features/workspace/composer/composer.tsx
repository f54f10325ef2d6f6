import { ActionIcon, Textarea, Tooltip } from "@mantine/core";
import { IconLock, IconSend2 } from "@tabler/icons-react";
import { type KeyboardEvent, type Ref, useImperativeHandle, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { keepDraft, readDraft } from "./drafts.ts";
import { lockOf } from "../may.ts";
import { timeOf } from "../../../lib/time/clock.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNow } from "../../../lib/ui/use-now.ts";
import { windowIsOpen } from "../../../../../shared/domain/time.ts";
import classes from "./composer.module.css";

/** As many characters as WhatsApp takes, and from how many left on the person is told. */
const [most, nearly] = [4_096, 200];

export interface ComposerHandle {
  readonly focus: () => void;
}

/** Where the answer is written, or why it cannot be. */
export function Composer({ head, ref }: { readonly head: Ticket; readonly ref: Ref<ComposerHandle> }) {
  const { t } = useTranslation("workspace");
  const { me, clock } = useDesk();
  const now = useNow(clock, 15_000);
  const lock = lockOf(head, me, windowIsOpen(head.lastInboundAt, timeOf(now)));
  if (lock === null) return <Writer head={head} ref={ref} />;
  return (
    <div className={classes["locked"]} role="note">
      <IconLock size={16} stroke={1.6} aria-hidden />
      {t(`composer.locked.${lock}`)}
    </div>
  );
}

function Writer({ head, ref }: { readonly head: Ticket; readonly ref: Ref<ComposerHandle> }) {
  const { t } = useTranslation("workspace");
  const { conversations } = useDesk();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => readDraft(head.id));
  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }), []);
  const left = most - text.length;
  const ready = text.trim() !== "" && left >= 0;
  const write = (next: string): void => {
    setText(next);
    keepDraft(head.id, next);
  };
  const send = (): void => {
    if (!ready) return;
    conversations.send(head.id, { type: "text", text: text.trim() });
    write("");
    field.current?.focus();
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === "Escape") field.current?.blur();
    // An Enter that ends the composition of a character is not one that sends.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <div className={classes["composer"]}>
      <Textarea
        ref={field}
        className={classes["field"] ?? ""}
        aria-label={t("composer.label")}
        aria-describedby="composer-hint"
        placeholder={t("composer.placeholder")}
        autosize
        minRows={1}
        maxRows={8}
        autoFocus
        value={text}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={press}
      />
      <Tooltip label={t("composer.send")}>
        <ActionIcon size={38} aria-label={t("composer.send")} disabled={!ready} onClick={send}>
          <IconSend2 size={20} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <p className={classes["hint"]} id="composer-hint" data-over={left < 0}>
        {left < 0
          ? t("composer.over", { count: -left })
          : left <= nearly
            ? t("composer.left", { count: left })
            : t("composer.hint")}
      </p>
    </div>
  );
}

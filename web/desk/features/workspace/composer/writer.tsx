import { ActionIcon, Textarea } from "@mantine/core";
import { IconSend2 } from "@tabler/icons-react";
import { type KeyboardEvent, type Ref, useImperativeHandle } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import type { Kind } from "./drafts.ts";
import { SlashList } from "../canned/slash-list.tsx";
import { Tools } from "./tools.tsx";
import { useSlash } from "../canned/use-slash.ts";
import { useWriting, type Writing } from "./use-writing.ts";
import classes from "./composer.module.css";

/** What can be asked of the field from elsewhere. */
export interface ComposerHandle {
  readonly focus: () => void;
}

/** Where an answer or a note is written. */
export function Writer(props: {
  readonly head: Ticket;
  readonly kind: Kind;
  /** Changes between answers and notes; null for who leaves no notes. */
  readonly setKind: ((kind: Kind) => void) | null;
  /** Opens the templates; null where none can be sent. */
  readonly chooseTemplate: (() => void) | null;
  readonly ref: Ref<ComposerHandle>;
}) {
  const { t } = useTranslation("workspace");
  const { head, kind } = props;
  const writing = useWriting(head, kind);
  const { field, text } = writing;
  const slash = useSlash(head, writing, kind === "message");
  useImperativeHandle(props.ref, () => ({ focus: () => field.current?.focus() }), [field]);
  const press = (event: KeyboardEvent): void => {
    if (slash.press(event)) return;
    if (event.key === "Escape") field.current?.blur();
    // An Enter that ends the composition of a character is not one that sends.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    writing.send();
  };
  const busy = writing.busy || slash.busy;
  const note = kind === "note";
  return (
    <div className={classes["composer"]} data-kind={kind}>
      <SlashList slash={slash} />
      <Textarea
        ref={field}
        classNames={{ input: classes["input"] ?? "" }}
        variant="unstyled"
        aria-label={t(note ? "note.label" : "composer.label")}
        aria-describedby="composer-hint"
        aria-autocomplete={note ? undefined : "list"}
        aria-controls={slash.state === "list" ? "slash-list" : undefined}
        aria-activedescendant={slash.activeId}
        placeholder={t(note ? "note.placeholder" : "composer.placeholder")}
        autosize
        minRows={1}
        maxRows={8}
        autoFocus
        value={text}
        onChange={(event) => {
          writing.write(event.currentTarget.value);
          slash.typed(event.currentTarget);
        }}
        onBlur={slash.close}
        onKeyDown={press}
      />
      <div className={classes["below"]}>
        <Tools {...props} insert={writing.insert} />
        <Hint writing={writing} note={note} />
        <ActionIcon
          data-hint={t(note ? "note.save" : "composer.send")}
          size={36}
          aria-label={t(note ? "note.save" : "composer.send")}
          disabled={!writing.ready}
          loading={busy}
          onClick={writing.send}
        >
          <IconSend2 size={20} stroke={1.6} />
        </ActionIcon>
      </div>
    </div>
  );
}

/** How to send, or how many characters are left once they become few. */
function Hint({ writing, note }: { readonly writing: Writing; readonly note: boolean }) {
  const { t } = useTranslation("workspace");
  const { left, isNear } = writing;
  return (
    <p className={classes["hint"]} id="composer-hint" data-over={left < 0} data-near={isNear}>
      {left < 0
        ? t("composer.over", { count: -left })
        : isNear
          ? t("composer.left", { count: left })
          : t(note ? "note.hint" : "composer.hint")}
    </p>
  );
}

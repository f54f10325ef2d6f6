import { ActionIcon } from "@mantine/core";
import { IconBell, IconNote } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { CannedMenu } from "../canned/canned-menu.tsx";
import { EmojiMenu } from "./emoji-menu.tsx";
import type { Kind } from "./drafts.ts";
import classes from "./composer.module.css";

/** What helps with writing, beside the field. */
export function Tools(props: {
  readonly head: Ticket;
  readonly kind: Kind;
  readonly setKind: ((kind: Kind) => void) | null;
  readonly chooseTemplate: (() => void) | null;
  readonly insert: (piece: string) => void;
}) {
  const { t } = useTranslation("workspace");
  const { kind, setKind, chooseTemplate, insert } = props;
  const note = kind === "note";
  return (
    <div className={classes["tools"]} role="group" aria-label={t("composer.tools")}>
      {note || chooseTemplate === null ? null : (
        <Tool label={t("template.open")} run={chooseTemplate}>
          <IconBell size={20} stroke={1.6} />
        </Tool>
      )}
      {note ? null : <CannedMenu head={props.head} insert={insert} />}
      <EmojiMenu insert={insert} />
      {setKind === null ? null : (
        <Tool
          label={t(note ? "note.leave" : "note.write")}
          pressed={note}
          run={() => setKind(note ? "message" : "note")}
        >
          <IconNote size={20} stroke={1.6} />
        </Tool>
      )}
    </div>
  );
}

const Tool = (props: {
  readonly label: string;
  readonly run: () => void;
  readonly pressed?: boolean;
  readonly children: ReactNode;
}) => (
  <ActionIcon
    data-hint={props.label}
    variant={props.pressed === true ? "light" : "subtle"}
    color={props.pressed === true ? "balcao" : "gray"}
    size={36}
    aria-label={props.label}
    aria-pressed={props.pressed}
    onClick={props.run}
  >
    {props.children}
  </ActionIcon>
);

import { Popover, UnstyledButton } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { At } from "../../../lib/ui/at.tsx";
import { columns, emojiGroups, recentEmoji, usedEmoji } from "./emoji.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import classes from "./emoji.module.css";

/** The emoji, above the button that opened them. */
export default function EmojiPicker(props: {
  readonly target: HTMLElement | null;
  readonly opened: boolean;
  readonly setOpened: (opened: boolean) => void;
  readonly pick: (emoji: string) => void;
}) {
  const { t } = useTranslation("workspace");
  return (
    <Popover
      opened={props.opened}
      onChange={props.setOpened}
      position="top-start"
      width={312}
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <At target={props.target} />
      </Popover.Target>
      <Popover.Dropdown p={8} role="dialog" aria-label={t("emoji.open")}>
        <Groups pick={props.pick} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** The emoji people use most in conversations, in groups: one Tab in, then the arrow keys. */
function Groups({ pick }: { readonly pick: (emoji: string) => void }) {
  const { t } = useTranslation("workspace");
  const { agentId } = useDesk();
  const [recent] = useState(() => recentEmoji(agentId));
  const groups =
    recent.length === 0 ? emojiGroups : [{ name: "recent" as const, emoji: recent }, ...emojiGroups];
  return (
    <div className={classes["picker"]} onKeyDown={walk} role="presentation">
      {groups.map(({ name, emoji }, group) => (
        <div key={name} role="group" aria-label={t(`emoji.${name}`)}>
          <p className={classes["name"]} aria-hidden>
            {t(`emoji.${name}`)}
          </p>
          <div className={classes["grid"]}>
            {emoji.map((one, index) => (
              <UnstyledButton
                key={one}
                className={classes["emoji"]}
                tabIndex={group === 0 && index === 0 ? 0 : -1}
                autoFocus={group === 0 && index === 0}
                onClick={() => {
                  usedEmoji(agentId, one);
                  pick(one);
                }}
              >
                {one}
              </UnstyledButton>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

const steps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  ArrowDown: columns,
  ArrowUp: -columns,
};

/** Moves the focus from emoji to emoji. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll("button")];
  const at = all.findIndex((it) => it === document.activeElement);
  all[Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
}

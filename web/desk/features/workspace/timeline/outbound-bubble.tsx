import { ActionIcon, Anchor } from "@mantine/core";
import { IconMessagePlus } from "@tabler/icons-react";
import { use, useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { ChannelId } from "../../../../../shared/contracts/ids.ts";
import type { OutboundMessage } from "../../../../../shared/contracts/timeline.ts";
import { Bubble } from "./bubble.tsx";
import type { Conversation } from "../../../lib/timeline/conversation.ts";
import { ContentView } from "./content-view.tsx";
import { idAgain, mayRepeat } from "./again.ts";
import { MessageActionsContext } from "./actions.ts";
import { Ticks } from "./ticks.tsx";
import { timeOf } from "../../../lib/time/clock.ts";
import { useAuthor } from "./use-author.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNow } from "../../../lib/ui/use-now.ts";
import { useStore } from "../../../lib/store.ts";
import classes from "./bubble.module.css";

/** A message to the contact, with how far it has come and, where it did not arrive, why. */
export function OutboundBubble(props: {
  readonly entry: OutboundMessage;
  readonly channelId: ChannelId;
  readonly find: string;
}) {
  const { t } = useTranslation("workspace");
  const { agentId } = useDesk();
  const author = useAuthor();
  const { entry, channelId, find } = props;
  const { by, purpose, content } = entry;
  const mine = by.kind === "agent" && by.agentId === agentId;
  return (
    <Bubble
      side="ours"
      author={purpose === null ? author(by) : `${author(by)} · ${t(`purpose.${purpose}`)}`}
      at={entry.at}
      ticks={<Ticks status={entry.delivery.status} />}
      beside={mine && content.type === "text" ? <Suggest entry={entry} /> : null}
      below={<Trouble entry={entry} mine={mine} />}
    >
      <ContentView content={content} channelId={channelId} find={find} />
    </Bubble>
  );
}

/** The balloon with a plus: makes a canned response of the message. */
function Suggest({ entry }: { readonly entry: OutboundMessage }) {
  const { t } = useTranslation("workspace");
  const { suggest } = use(MessageActionsContext);
  if (suggest === null) return null;
  return (
    <ActionIcon
      data-hint={t("suggest.open")}
      data-hint-side="left"
      className={classes["suggest"] ?? ""}
      variant="subtle"
      color="gray"
      aria-label={t("suggest.open")}
      onClick={() => suggest(entry)}
    >
      <IconMessagePlus size={18} stroke={1.6} />
    </ActionIcon>
  );
}

function Trouble({ entry, mine }: { readonly entry: OutboundMessage; readonly mine: boolean }) {
  const { t } = useTranslation("workspace");
  const { delivery } = entry;
  if (delivery.status === "unconfirmed")
    return (
      <p className={classes["failure"]} data-mild="true">
        {t("delivery.unconfirmedHint")}
      </p>
    );
  if (delivery.status !== "failed") return null;
  return (
    <p className={classes["failure"]}>
      {t(`failure.${delivery.failure?.class ?? "other"}`)}
      {mine ? <Again entry={entry} /> : null}
    </p>
  );
}

function Again({ entry }: { readonly entry: OutboundMessage }) {
  const { t } = useTranslation("workspace");
  const { conversations, clock, me } = useDesk();
  const now = useNow(clock, 15_000);
  const { ticketId, content, clientMessageId } = entry;
  const offered = useStore(
    conversations.of(ticketId),
    useCallback((it: Conversation) => mayRepeat(it, entry, me, timeOf(now)), [entry, me, now]),
  );
  if (!offered || (content.type !== "text" && content.type !== "template")) return null;
  return (
    <Anchor
      component="button"
      type="button"
      size="xs"
      onClick={() => conversations.send(ticketId, content, idAgain(clientMessageId))}
    >
      {t("delivery.sendAgain")}
    </Anchor>
  );
}

import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ChannelId, TicketId } from "../../../../../shared/contracts/ids.ts";
import type { Send } from "../../../lib/timeline/conversation.ts";
import { Bubble } from "./bubble.tsx";
import { ContentView } from "./content-view.tsx";
import { Ticks } from "./ticks.tsx";
import { timeOf } from "../../../lib/time/clock.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useErrorText } from "../../../lib/i18n/hooks.ts";
import classes from "./bubble.module.css";

/** A message on its way to the server. */
export function SendBubble(props: {
  readonly send: Send;
  readonly ticketId: TicketId;
  readonly channelId: ChannelId;
}) {
  const { t } = useTranslation("workspace");
  const { conversations } = useDesk();
  const textOf = useErrorText();
  const { send, ticketId } = props;
  const { clientMessageId, state } = send;
  const trouble =
    state === "pending" ? null : (
      <p className={classes["failure"]} data-mild={state === "unconfirmed"} role="alert">
        {state === "failed" ? textOf(send.error) : t("delivery.noAnswer")}
        <Anchor
          component="button"
          type="button"
          size="xs"
          onClick={() => conversations.resend(ticketId, clientMessageId)}
        >
          {t("delivery.retry")}
        </Anchor>
        <Anchor
          component="button"
          type="button"
          size="xs"
          onClick={() => conversations.discard(ticketId, clientMessageId)}
        >
          {t("delivery.discard")}
        </Anchor>
      </p>
    );
  return (
    <Bubble
      side="ours"
      author={t("author.you")}
      at={timeOf(send.at)}
      ticks={<Ticks status={state} />}
      below={trouble}
    >
      <ContentView content={send.content} channelId={props.channelId} />
    </Bubble>
  );
}

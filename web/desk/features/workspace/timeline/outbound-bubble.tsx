import { ActionIcon, Anchor } from "@mantine/core";
import { IconMessagePlus } from "@tabler/icons-react";
import { use } from "react";
import { useTranslation } from "react-i18next";
import type { ChannelId } from "../../../../../shared/contracts/ids.ts";
import type { OutboundMessage } from "../../../../../shared/contracts/timeline.ts";
import { Bubble } from "./bubble.tsx";
import { ContentView } from "./content-view.tsx";
import { MessageActionsContext } from "./actions.ts";
import { Ticks } from "./ticks.tsx";
import { useAuthor } from "./use-author.ts";
import { useDesk } from "../../../lib/desk/context.ts";
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
  const { conversations } = useDesk();
  const { delivery, content } = entry;
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
      {mine && (content.type === "text" || content.type === "template") ? (
        <Anchor
          component="button"
          type="button"
          size="xs"
          onClick={() => conversations.send(entry.ticketId, content)}
        >
          {t("delivery.sendAgain")}
        </Anchor>
      ) : null}
    </p>
  );
}

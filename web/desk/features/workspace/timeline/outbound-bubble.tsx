import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { OutboundMessage } from "../../../../../shared/contracts/timeline.ts";
import { Bubble } from "./bubble.tsx";
import { ContentView } from "./content-view.tsx";
import { Ticks } from "./ticks.tsx";
import { useAuthor } from "./use-author.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import classes from "./bubble.module.css";

/** A message to the contact, with how far it has come and, where it did not arrive, why. */
export function OutboundBubble({ entry }: { readonly entry: OutboundMessage }) {
  const author = useAuthor();
  const { delivery } = entry;
  return (
    <Bubble
      side="ours"
      author={author(entry.by)}
      at={entry.at}
      ticks={<Ticks status={delivery.status} />}
      below={<Trouble entry={entry} />}
    >
      <ContentView content={entry.content} />
    </Bubble>
  );
}

function Trouble({ entry }: { readonly entry: OutboundMessage }) {
  const { t } = useTranslation("workspace");
  const { conversations, agentId } = useDesk();
  const { delivery, content, by } = entry;
  if (delivery.status === "unconfirmed")
    return (
      <p className={classes["failure"]} data-mild="true">
        {t("delivery.unconfirmedHint")}
      </p>
    );
  if (delivery.status !== "failed") return null;
  const mine = by.kind === "agent" && by.agentId === agentId;
  return (
    <p className={classes["failure"]}>
      {t(`failure.${delivery.failure?.class ?? "other"}`)}
      {mine && content.type === "text" ? (
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

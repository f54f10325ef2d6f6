import { useTranslation } from "react-i18next";
import type { ChannelId } from "../../../../../shared/contracts/ids.ts";
import type { Entry } from "../../../../../shared/contracts/timeline.ts";
import { Bubble } from "./bubble.tsx";
import { ContentView } from "./content-view.tsx";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";
import classes from "./bubble.module.css";

type Inbound = Extract<Entry, { type: "message"; direction: "in" }>;

/** A message this much older than its entry came late, in milliseconds: then it says when it was written. */
const late = 120_000;

/** A message of the contact, at the time it reached the desk; one that came late says when it was written. */
export function InboundBubble(props: {
  readonly entry: Inbound;
  readonly name: string;
  readonly channelId: ChannelId;
  readonly find: string;
}) {
  const { t } = useTranslation("workspace");
  const { dayAndHour } = useTimeFormat();
  const { entry, name, channelId, find } = props;
  const cameLate = Date.parse(entry.at) - Date.parse(entry.sentAt) > late;
  return (
    <Bubble
      side="theirs"
      author={name}
      at={entry.at}
      below={
        cameLate ? (
          <p className={classes["late"]}>{t("timeline.sentAt", { time: dayAndHour(entry.sentAt) })}</p>
        ) : null
      }
    >
      <ContentView content={entry.content} channelId={channelId} find={find} />
    </Bubble>
  );
}

import { useTranslation } from "react-i18next";
import { type Event, wordsOf } from "./event-words.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNames } from "../../../lib/directory/directory.ts";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";
import classes from "./timeline.module.css";

/** Something that happened to the ticket, in plain words. */
export function EventLine({ entry }: { readonly entry: Event }) {
  const { t } = useTranslation("workspace");
  const { agentId } = useDesk();
  const { hour, dayAndHour } = useTimeFormat();
  const { queue: queueName } = useNames();
  const words = wordsOf(entry, agentId);
  if (words === null) return null;
  const queue = words.queueId === undefined ? "" : (queueName(words.queueId) ?? t("event.aQueue"));
  const text = t(`event.${words.key}`, {
    queue,
    contact: words.contact ?? "",
    protocol: words.protocol ?? "",
    time: words.time === undefined ? "" : dayAndHour(words.time),
    count: words.count ?? 0,
  });
  return (
    <div className={classes["event"]}>
      {text} · {hour(entry.at)}
    </div>
  );
}

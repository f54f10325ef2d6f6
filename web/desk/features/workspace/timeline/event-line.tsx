import { useTranslation } from "react-i18next";
import type { Entry } from "../../../../../shared/contracts/timeline.ts";
import { type Event, noteWith, type Phrase, phrasesOf } from "./event-words.ts";
import { FormerLink } from "./former-link.tsx";
import { MarkedText } from "../../../lib/marked-text/marked-text.tsx";
import { nameShown } from "../../../lib/templates/fill.ts";
import { useNames } from "../../../lib/directory/directory.ts";
import { usePeople } from "./use-author.ts";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";
import classes from "./timeline.module.css";

/** Something that happened to the ticket, in plain words, with what a colleague wrote along. */
export function EventLine({ entry, find }: { readonly entry: Event; readonly find: string }) {
  const { hour } = useTimeFormat();
  const say = usePhrase();
  const phrases = phrasesOf(entry);
  if (phrases.length === 0) return null;
  const note = noteWith(entry);
  return (
    <div className={classes["event"]}>
      {phrases.map(say).join(" · ")} · <time dateTime={entry.at}>{hour(entry.at)}</time>
      {note === null ? null : (
        <p className={classes["note"]}>
          <MarkedText text={note} find={find} />
        </p>
      )}
      {entry.type === "queued" ? <Handover entry={entry} /> : null}
      {entry.type === "opened" && entry.formerTicketId !== null ? (
        <FormerLink ticketId={entry.formerTicketId} />
      ) : null}
    </div>
  );
}

function usePhrase(): (phrase: Phrase) => string {
  const { t } = useTranslation("workspace");
  const { dayAndHour } = useTimeFormat();
  const names = useNames();
  const people = usePeople();
  return (phrase) => {
    const queue = phrase.queueId === undefined ? undefined : names.queue(phrase.queueId);
    return t(`event.${phrase.key}`, {
      by: phrase.by === undefined ? "" : people.doer(phrase.by),
      agent: people.within(phrase.agentId ?? null),
      queue: queue ?? t("event.aQueue"),
      tags: (phrase.tagIds ?? []).map((id) => names.tag(id) ?? t("event.aTag")).join(", "),
      contact: phrase.contact ?? "",
      protocol: phrase.protocol ?? "",
      template: nameShown(phrase.template ?? ""),
      time: phrase.time === undefined ? "" : dayAndHour(phrase.time),
      count: phrase.count ?? 0,
    });
  };
}

/** What a flow knew and what was said elsewhere before the ticket came into a line, folded away. */
function Handover({ entry }: { readonly entry: Extract<Entry, { type: "queued" }> }) {
  const { t } = useTranslation("workspace");
  const fields = Object.entries(entry.fields ?? {});
  const history = entry.history ?? [];
  if (fields.length + history.length === 0) return null;
  return (
    <details className={classes["handover"]}>
      <summary>{t("timeline.before")}</summary>
      <dl>
        {fields.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{String(value)}</dd>
          </div>
        ))}
        {history.map(({ from, text }, index) => (
          <div key={index}>
            <dt>{t(`timeline.from.${from}`)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

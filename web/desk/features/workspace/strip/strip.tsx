import { useTranslation } from "react-i18next";
import { holds } from "../may.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNames } from "../../../lib/directory/directory.ts";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";
import { useView } from "./use-view.ts";
import { WaitingWords } from "./waiting-words.tsx";
import classes from "./strip.module.css";

/** Below the header: why the ticket is as it is, where it is not simply the person's own to answer. */
export function Strip({ head, gone }: { readonly head: Ticket; readonly gone: boolean }) {
  const { t } = useTranslation("workspace");
  const { me } = useDesk();
  const view = useView(head, gone);
  if (gone)
    return (
      <div className={classes["strip"]} role="status">
        <span>{t("timeline.gone")}</span>
      </div>
    );
  if (head.phase === "open" && holds(head, me)) return null;
  return (
    <div className={classes["strip"]} role="status">
      {head.phase === "waiting" ? (
        <WaitingWords head={head} waiting={view?.waiting ?? null} />
      ) : (
        <Words head={head} />
      )}
    </div>
  );
}

function Words({ head }: { readonly head: Exclude<Ticket, { phase: "waiting" }> }) {
  const { t } = useTranslation("workspace");
  const { me } = useDesk();
  const names = useNames();
  const { dayAndHour } = useTimeFormat();
  switch (head.phase) {
    case "bot":
      return <span>{t(`strip.bot.${head.bot.kind}`)}</span>;
    case "open":
      return <span>{t("strip.other", { name: names.agent(head.agentId) ?? t("author.agent") })}</span>;
    case "snoozed": {
      const time = dayAndHour(head.until);
      if (holds(head, me))
        return <span>{t(head.template === null ? "strip.snoozed" : "strip.snoozedTemplate", { time })}</span>;
      return (
        <span>{t("strip.snoozedOther", { time, name: names.agent(head.agentId) ?? t("author.agent") })}</span>
      );
    }
    case "closed": {
      const who = head.agentId === null ? undefined : names.agent(head.agentId);
      const tags = head.tagIds.map((id) => names.tag(id)).filter((it) => it !== undefined);
      return (
        <>
          <span>
            {t(`strip.closed.${head.reason}`, { time: dayAndHour(head.closedAt) })}
            {who === undefined ? null : ` · ${who}`}
          </span>
          {tags.length === 0 ? null : <span>{tags.join(", ")}</span>}
          {head.rating === null ? null : <span>{t("event.rated", { count: head.rating })}</span>}
        </>
      );
    }
  }
}

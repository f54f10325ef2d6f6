import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Failed, Loading } from "../../../lib/ui/states.tsx";
import { Section } from "./section.tsx";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNames } from "../../../lib/directory/directory.ts";
import { useRecords } from "../../../lib/ui/use-records.ts";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";
import classes from "./panel.module.css";

/** The contact's other tickets as far as the person may see them, the newest first; each opens in place. */
export function FormerTickets({ head }: { readonly head: Ticket }) {
  const { t } = useTranslation("workspace");
  const { call } = useDesk();
  const names = useNames();
  const { dayAndHour } = useTimeFormat();
  const { items, error, hasMore, isFetchingMore, more, retry } = useRecords(
    ["contact-tickets", head.contactId],
    (cursor, signal) =>
      call(
        "listContactTickets",
        {
          params: { contactId: head.contactId },
          query: { limit: 10, ...(cursor === undefined ? {} : { cursor }) },
        },
        { signal },
      ),
  );
  const others = items?.filter(({ id }) => id !== head.id);
  const detail = (it: Ticket): string => {
    const queue = it.phase === "bot" || it.queueId === null ? undefined : names.queue(it.queueId);
    const agent = "agentId" in it && it.agentId !== null ? names.agent(it.agentId) : undefined;
    const tags = "tagIds" in it ? it.tagIds.map((id) => names.tag(id)) : [];
    return [queue, agent, ...tags].filter((word) => word !== undefined).join(" · ");
  };
  const list = () => {
    if (others === undefined) return error === null ? <Loading /> : <Failed error={error} retry={retry} />;
    if (others.length === 0) return <p className={classes["quiet"]}>{t("former.none")}</p>;
    return (
      <ul className={classes["list"]}>
        {others.map((it) => (
          <li key={it.id}>
            <Link href={`/${it.id}`} className={classes["former"] ?? ""}>
              <span className={classes["line"]}>
                <span>{dayAndHour(it.openedAt)}</span>
                <span className={classes["quiet"]}>{t(`phase.${it.phase}`)}</span>
              </span>
              <span className={classes["quiet"]}>{detail(it)}</span>
            </Link>
          </li>
        ))}
      </ul>
    );
  };
  return (
    <Section title={t("former.title")}>
      {list()}
      {hasMore ? (
        <Button
          mt="xs"
          size="compact-sm"
          variant="subtle"
          color="gray"
          loading={isFetchingMore}
          onClick={more}
        >
          {t("former.more")}
        </Button>
      ) : null}
    </Section>
  );
}

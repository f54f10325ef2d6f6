import { useTranslation } from "react-i18next";
import { Facts, Section } from "./section.tsx";
import { Protocol } from "../header/protocol.tsx";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { useNames } from "../../../lib/directory/directory.ts";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";

/** What is known of the ticket itself. */
export function About({ head }: { readonly head: Ticket }) {
  const { t } = useTranslation("workspace");
  const names = useNames();
  const { dayAndHour } = useTimeFormat();
  const agentId = "agentId" in head ? head.agentId : null;
  const tags = "tagIds" in head ? head.tagIds.map((id) => names.tag(id)) : [];
  const { queueId, sectorId } = head.phase === "bot" ? { queueId: null, sectorId: null } : head;
  return (
    <Section title={t("about.title")}>
      <Facts
        facts={[
          [
            t("about.protocol"),
            head.protocol === null ? undefined : <Protocol protocol={head.protocol} isBare />,
          ],
          [t("about.channel"), names.channel(head.channelId)],
          [t("about.sector"), sectorId === null ? undefined : names.sector(sectorId)],
          [t("about.queue"), queueId === null ? undefined : names.queue(queueId)],
          [t("about.agent"), agentId === null ? undefined : names.agent(agentId)],
          [t("about.opened"), dayAndHour(head.openedAt)],
          [
            t("about.firstResponse"),
            head.firstResponseAt === null ? undefined : dayAndHour(head.firstResponseAt),
          ],
          [t("about.tags"), tags.filter((it) => it !== undefined).join(", ")],
        ]}
      />
    </Section>
  );
}

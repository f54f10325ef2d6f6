import { useMemo } from "react";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { type Values, valuesOf } from "../../../../../shared/domain/canned-response.ts";
import { timeOf } from "../../../lib/time/clock.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useDirectory, useNames } from "../../../lib/directory/directory.ts";
import { useLocale } from "../../../lib/i18n/hooks.ts";

/** What the variables of a canned response stand for in a ticket: to show it. What is sent the API fills in. */
export function useValues(head: Ticket): Values {
  const { me, clock } = useDesk();
  const { data } = useDirectory();
  const names = useNames();
  const locale = useLocale();
  return useMemo(() => {
    const queueId = head.phase === "bot" ? null : head.queueId;
    const sectorId = head.phase === "bot" ? null : head.sectorId;
    return valuesOf(
      {
        contactName: head.contactName,
        agentName: me.agent.name,
        protocol: head.protocol,
        queue: queueId === null ? null : (names.queue(queueId) ?? null),
        sector: sectorId === null ? null : (names.sector(sectorId) ?? null),
      },
      { locale, timeZone: data?.business.timeZone ?? "UTC", businessName: data?.business.name ?? "" },
      timeOf(clock()),
    );
  }, [head, me, names, locale, data, clock]);
}

import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { TicketId } from "../../../../../shared/contracts/ids.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";
import classes from "./timeline.module.css";

/** That the conversation goes on from a ticket that was closed, with a link to it where the person may see it. */
export function FormerLink({ ticketId }: { readonly ticketId: TicketId }) {
  const { t } = useTranslation("workspace");
  const { call } = useDesk();
  const { dayAndHour } = useTimeFormat();
  const { data: former } = useQuery({
    queryKey: ["former-ticket", ticketId],
    // What is closed stays as it is, but for its rating.
    staleTime: Infinity,
    retry: false,
    queryFn: ({ signal }) => call("getTicket", { params: { ticketId } }, { signal }),
  });
  return (
    <p className={classes["former"]}>
      {t("former.continues")}
      {former?.phase === "closed" ? (
        <>
          {" · "}
          <Link href={`/${ticketId}`}>{former.protocol ?? dayAndHour(former.closedAt)}</Link>
        </>
      ) : null}
    </p>
  );
}

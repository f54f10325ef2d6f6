import { Popover, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { TicketView } from "./use-view.ts";
import { timer } from "../../../lib/time/format.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNames } from "../../../lib/directory/directory.ts";
import { useNow } from "../../../lib/ui/use-now.ts";
import type { WaitingTicket } from "../../../../../shared/contracts/tickets.ts";
import classes from "./strip.module.css";

/** How long a ticket has waited, at which place, and why. */
export function WaitingWords(props: {
  readonly head: WaitingTicket;
  /** Null until it is known. */
  readonly waiting: TicketView["waiting"];
}) {
  const { head, waiting } = props;
  const { t } = useTranslation("workspace");
  const { clock } = useDesk();
  const names = useNames();
  const now = useNow(clock, 1_000);
  const waited = timer(now - Date.parse(head.queuedAt));
  if (waiting === null) return <span>{t("strip.waiting", { time: waited })}</span>;
  const name = waiting.heldFor === null ? undefined : names.agent(waiting.heldFor.agentId);
  return (
    <>
      <span className={classes["ticking"]}>{t("strip.waiting", { time: waited })}</span>
      {waiting.position === null ? null : <span>{t("strip.position", { position: waiting.position })}</span>}
      <span>{t(`strip.why.${waiting.why}`, { name: name ?? t("author.agent") })}</span>
      {waiting.agents.length === 0 ? null : <Agents waiting={waiting} />}
    </>
  );
}

function Agents({ waiting }: { readonly waiting: NonNullable<TicketView["waiting"]> }) {
  const { t } = useTranslation("workspace");
  const names = useNames();
  return (
    <Popover position="bottom-start" width={280} trapFocus>
      <Popover.Target>
        <UnstyledButton className={classes["more"]}>
          {t("strip.agents", { count: waiting.agentCount })}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("strip.agents", { count: waiting.agentCount })}>
        <ul className={classes["agents"]}>
          {waiting.agents.map(({ agentId, reason }) => (
            <li key={agentId} className={classes["agent"]}>
              <span>{names.agent(agentId) ?? t("author.agent")}</span>
              <span className={classes["reason"]}>{t(`ineligible.${reason ?? "none"}`)}</span>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}

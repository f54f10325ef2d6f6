import { UnstyledButton } from "@mantine/core";
import { Suspense, useRef } from "react";
import { useTranslation } from "react-i18next";
import { later } from "../../../lib/ui/later.ts";
import type { TicketView } from "./use-view.ts";
import { timer } from "../../../lib/time/format.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNames } from "../../../lib/directory/directory.ts";
import { useNow } from "../../../lib/ui/use-now.ts";
import { useOpened } from "../../../lib/ui/use-opened.ts";
import type { WaitingTicket } from "../../../../../shared/contracts/tickets.ts";
import classes from "./strip.module.css";

const WaitingAgents = later(() => import("./waiting-agents.tsx"));

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
  const button = useRef<HTMLButtonElement>(null);
  const { opened, setOpened, wasOpened } = useOpened();
  return (
    <>
      <UnstyledButton
        ref={button}
        className={classes["more"]}
        aria-haspopup="dialog"
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        {t("strip.agents", { count: waiting.agentCount })}
      </UnstyledButton>
      <Suspense>
        {wasOpened ? <WaitingAgents target={button.current} {...{ opened, setOpened, waiting }} /> : null}
      </Suspense>
    </>
  );
}

import { Button } from "@mantine/core";
import { IconBell, IconHandGrab, IconLock, IconNote, IconSunrise } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { ClosedTicket, Ticket } from "../../../../../shared/contracts/tickets.ts";
import { type Lock, mayClose, mayTake } from "../may.ts";
import { useCommand } from "../use-command.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNames } from "../../../lib/directory/directory.ts";
import { useTake } from "../use-take.ts";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";
import classes from "./composer.module.css";

const icon = { size: 16, stroke: 1.6 } as const;

/** Why nothing can be answered now, and what the person can do about it. */
export function Locked(props: {
  readonly head: Ticket;
  readonly lock: Lock;
  /** Begins a note; null for who cannot leave any. */
  readonly note: (() => void) | null;
  readonly chooseTemplate: () => void;
  /** Asks whether to take it over the limit. */
  readonly force: () => void;
}) {
  const { t } = useTranslation("workspace");
  const { head, lock, note } = props;
  return (
    <div className={classes["locked"]} role="group" aria-label={t("composer.lockedLabel")}>
      <IconLock {...icon} aria-hidden />
      <span>
        <Reason head={head} lock={lock} />
      </span>
      <Remedy {...props} />
      {note === null ? null : (
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconNote {...icon} aria-hidden />}
          onClick={note}
        >
          {t("note.write")}
        </Button>
      )}
    </div>
  );
}

function Reason({ head, lock }: { readonly head: Ticket; readonly lock: Lock }) {
  const { t } = useTranslation("workspace");
  const { agentId } = useDesk();
  const { dayAndHour } = useTimeFormat();
  const names = useNames();
  if (lock === "window" && head.lastInboundAt === null) return t("composer.locked.neverWrote");
  if (head.phase === "snoozed") {
    const time = dayAndHour(head.until);
    const agent = head.agentId === agentId ? undefined : names.agent(head.agentId);
    return agent === undefined
      ? t("composer.locked.snoozedUntil", { time })
      : t("composer.locked.snoozedBy", { agent, time });
  }
  return t(`composer.locked.${lock}`);
}

/** The button that opens the lock, where this person has its key. */
function Remedy({ head, lock, chooseTemplate, force }: Parameters<typeof Locked>[0]) {
  const { t } = useTranslation("workspace");
  const { me } = useDesk();
  if (head.phase === "closed") return <NewerTicket head={head} />;
  if (mayTake(head, me)) return <Take head={head} force={force} />;
  if (head.phase === "snoozed" && mayClose(head, me)) return <Wake head={head} />;
  if (lock !== "window") return null;
  return (
    <Button size="xs" leftSection={<IconBell {...icon} aria-hidden />} onClick={chooseTemplate}>
      {t("template.open")}
    </Button>
  );
}

function Take({ head, force }: { readonly head: Ticket; readonly force: () => void }) {
  const { t } = useTranslation("workspace");
  const take = useTake(() => undefined, force);
  return (
    <Button
      size="xs"
      leftSection={<IconHandGrab {...icon} aria-hidden />}
      loading={take.isPending}
      onClick={() => take.mutate(head)}
    >
      {t("take")}
    </Button>
  );
}

function Wake({ head }: { readonly head: Ticket }) {
  const { t } = useTranslation("workspace");
  const { call } = useDesk();
  const wake = useCommand(() => call("wakeTicket", { params: { ticketId: head.id }, body: {} }), {
    tells: true,
  });
  return (
    <Button
      size="xs"
      leftSection={<IconSunrise {...icon} aria-hidden />}
      loading={wake.isPending}
      onClick={() => wake.mutate()}
    >
      {t("composer.wake")}
    </Button>
  );
}

/** The contact's ticket of now on the same channel, where there is one that the person may see. */
function NewerTicket({ head }: { readonly head: ClosedTicket }) {
  const { t } = useTranslation("workspace");
  const { call } = useDesk();
  const { data } = useQuery({
    queryKey: ["contact-now", head.contactId, head.id],
    queryFn: async ({ signal }) =>
      (
        await call(
          "listContactTickets",
          { params: { contactId: head.contactId }, query: { limit: 5 } },
          { signal },
        )
      ).items,
  });
  const newer = data?.find(
    ({ id, phase, channelId }) => id !== head.id && phase !== "closed" && channelId === head.channelId,
  );
  if (newer === undefined) return null;
  return (
    <Button size="xs" variant="light" component={Link} href={`/${newer.id}`}>
      {t("composer.newer")}
    </Button>
  );
}

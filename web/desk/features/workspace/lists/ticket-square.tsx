import { Button } from "@mantine/core";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { initials } from "../../../lib/ui/initials.ts";
import { mayTake } from "../may.ts";
import { PickedMark } from "./picked-mark.tsx";
import type { TicketItem } from "./ticket-row.tsx";
import { useDesk } from "../../../lib/desk/context.ts";
import { useTake } from "../use-take.ts";
import classes from "./ticket-square.module.css";

/** One ticket as a square with the contact's initials, and a dot while a message waits for an answer; below it the way to take it. */
export const TicketSquare = memo(function TicketSquare(props: TicketItem) {
  const { head, chosen, picked, press } = props;
  const { t } = useTranslation("workspace");
  const { me } = useDesk();
  const take = useTake(props.onTaken, props.onFull);
  const unread = head.unread > 0 ? `, ${t("row.unread", { count: head.unread })}` : "";
  return (
    <div className={classes["place"]}>
      <button
        data-hint={head.contactName}
        data-hint-side="bottom"
        type="button"
        data-ticket
        className={classes["square"]}
        aria-label={`${initials(head.contactName)}, ${head.contactName}${unread}`}
        {...(picked === null ? { "aria-current": chosen } : { "aria-pressed": picked })}
        onClick={(event) => press(head.id, event.shiftKey)}
      >
        {initials(head.contactName)}
        {picked === null ? null : <PickedMark className={classes["check"]} picked={picked} />}
        {head.unread > 0 ? <span className={classes["dot"]} aria-hidden /> : null}
      </button>
      {mayTake(head, me) && picked === null ? (
        <Button
          fullWidth
          size="compact-xs"
          variant="light"
          aria-label={`${t("take")}: ${head.contactName}`}
          loading={take.isPending}
          onClick={() => take.mutate(head)}
        >
          {t("take")}
        </Button>
      ) : null}
    </div>
  );
});

import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OpenTicket, SnoozedTicket, TemplateContent } from "../../../../../shared/contracts/tickets.ts";
import { type Beyond, BeyondWindow } from "./beyond-window.tsx";
import { ApiError } from "../../../lib/api/error.ts";
import { FormEnd } from "./form-end.tsx";
import type { RequestOf } from "../../../lib/api/types.ts";
import { SnoozeTime } from "./snooze-time.tsx";
import { tell } from "../../../lib/ui/tell.ts";
import { timeOf } from "../../../lib/time/clock.ts";
import { useCommand } from "../use-command.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";
import { windowIsOpen } from "../../../../../shared/domain/time.ts";

/** As far ahead as a ticket may be put away, in milliseconds. */
const year = 365 * 86_400_000;

/** Puts a ticket away until a time, or until another. Past the window it asks what is to happen then. */
export function SnoozeForm(props: {
  readonly head: OpenTicket | SnoozedTicket;
  readonly leave: () => void;
  readonly gone: () => void;
}) {
  const { head, leave, gone } = props;
  const { t } = useTranslation("workspace");
  const { call, clock } = useDesk();
  const { dayAndHour } = useTimeFormat();
  const [until, setUntil] = useState<number | null>(head.phase === "snoozed" ? Date.parse(head.until) : null);
  const [beyond, setBeyond] = useState<Beyond>("template");
  const [template, setTemplate] = useState<TemplateContent | null>(null);
  const [tried, setTried] = useState(false);
  const snooze = useCommand(
    (body: RequestOf<"snoozeTicket">["body"]) =>
      call("snoozeTicket", { params: { ticketId: head.id }, body }),
    {
      done(changed) {
        if (changed.phase === "snoozed")
          tell({ kind: "done", text: t("snooze.done", { time: dayAndHour(changed.until) }) });
        leave();
        gone();
      },
    },
  );
  const refused = snooze.error instanceof ApiError && snooze.error.code === "SNOOZE_CROSSES_WINDOW";
  const crosses = until !== null && (refused || !windowIsOpen(head.lastInboundAt, timeOf(until)));
  const problem =
    until === null
      ? "snooze.choose"
      : until <= clock()
        ? "snooze.past"
        : until > clock() + year
          ? "snooze.far"
          : crosses && beyond === "template" && template === null
            ? "snooze.noTemplate"
            : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (problem !== null || until === null) return;
        snooze.mutate({
          until: timeOf(until),
          template: crosses && beyond === "template" ? template : null,
          confirmed: crosses && beyond === "confirm",
        });
      }}
    >
      <Stack>
        <SnoozeTime until={until} setUntil={setUntil} />
        {crosses ? (
          <BeyondWindow head={head} beyond={beyond} setBeyond={setBeyond} setTemplate={setTemplate} />
        ) : null}
        {tried && problem !== null ? (
          <Text size="sm" c="red" role="alert">
            {t(problem)}
          </Text>
        ) : null}
        <FormEnd
          error={refused ? null : snooze.error}
          busy={snooze.isPending}
          confirm={
            until === null
              ? t("snooze.confirm")
              : t("snooze.confirmUntil", { time: dayAndHour(timeOf(until)) })
          }
          leave={leave}
        />
      </Stack>
    </form>
  );
}

import { Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../../lib/api/error.ts";
import type { BulkName } from "./names.ts";
import type { Result } from "./use-bulk.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { useErrorText } from "../../../lib/i18n/hooks.ts";
import classes from "./bulk.module.css";

/** What became of each ticket, those that failed first and with the reason in words. */
export function Results(props: {
  readonly name: BulkName;
  readonly results: readonly Result[];
  readonly busy: boolean;
  /** Sends again those that nobody attends where they were sent. */
  readonly again: (heads: readonly Ticket[]) => void;
  readonly leave: () => void;
}) {
  const { name, leave } = props;
  const { t } = useTranslation(["workspace", "common"]);
  const textOf = useErrorText();
  const results = props.results.toSorted((a, b) => Number(a.code === null) - Number(b.code === null));
  const done = results.filter(({ code }) => code === null).length;
  const unattended = results.filter(({ code }) => code === "QUEUE_UNATTENDED").map(({ head }) => head);
  return (
    <Stack>
      <Text role="status" fw={500}>
        {t(`bulk.done.${name}`, { done, count: results.length })}
      </Text>
      <ul className={classes["results"]}>
        {results.map(({ head, code }) => (
          <li key={head.id} className={classes["result"]}>
            <span className={classes["sign"]} data-failed={code !== null} aria-hidden>
              {code === null ? <IconCheck size={18} /> : <IconAlertTriangle size={18} />}
            </span>
            <span>
              <span>{head.contactName}</span>
              {code === null ? null : (
                <span className={classes["reason"]}>
                  <br />
                  {textOf(new ApiError(code, 0))}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
      <Group justify="flex-end">
        {unattended.length === 0 ? null : (
          <Button variant="light" loading={props.busy} onClick={() => props.again(unattended)}>
            {t("bulk.again", { count: unattended.length })}
          </Button>
        )}
        <Button autoFocus onClick={leave}>
          {t("common:state.close")}
        </Button>
      </Group>
    </Stack>
  );
}

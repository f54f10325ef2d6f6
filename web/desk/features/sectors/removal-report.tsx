import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ReactNode } from "react";
import type { Report } from "./use-removal.ts";

/** What became of each live ticket of what was removed, and whether it is gone by now. */
export function RemovalReportView(props: {
  readonly report: Report;
  /** Why it could not be looked at or gone on with. */
  readonly error: ReactNode;
  readonly again: () => void;
  readonly busy: boolean;
  readonly close: () => void;
}) {
  const { t } = useTranslation(["sectors", "common"]);
  const { tickets, removed } = props.report;
  const counts = (["moved", "closed", "failed"] as const).map(
    (result) => [result, tickets.filter((it) => it.result === result).length] as const,
  );
  return (
    <Stack>
      <Alert color={removed ? "balcao" : "yellow"} role="status">
        {t(removed ? "removal.removed" : "removal.pending")}
      </Alert>
      {counts.map(([result, count]) =>
        count === 0 ? null : (
          <Text key={result} size="sm">
            {t(`removal.${result}`, { count })}
          </Text>
        ),
      )}
      {props.error}
      <Group justify="flex-end">
        {removed ? null : (
          <Button variant="subtle" loading={props.busy} onClick={props.again}>
            {t("removal.again")}
          </Button>
        )}
        <Button onClick={props.close} data-autofocus>
          {t("common:state.close")}
        </Button>
      </Group>
    </Stack>
  );
}

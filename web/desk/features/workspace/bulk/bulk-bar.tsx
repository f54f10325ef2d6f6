import { ActionIcon, Button } from "@mantine/core";
import { IconArrowsLeftRight, IconCheck, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { BulkName } from "./names.ts";
import classes from "./bulk.module.css";

/** Below the list while several tickets are being chosen: how many, and what can be done with them. */
export function BulkBar(props: {
  readonly count: number;
  readonly mayTransfer: boolean;
  readonly all: () => void;
  readonly ask: (name: BulkName) => void;
  readonly end: () => void;
}) {
  const { t } = useTranslation("workspace");
  const { count, ask } = props;
  return (
    <div className={classes["bar"]} role="toolbar" aria-label={t("bulk.label")}>
      <div className={classes["top"]}>
        <span role="status">{t("bulk.count", { count })}</span>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={props.all}>
          {t("bulk.all")}
        </Button>
        <ActionIcon
          className={classes["end"] ?? ""}
          variant="subtle"
          color="gray"
          aria-label={t("bulk.end")}
          onClick={props.end}
        >
          <IconX size={18} stroke={1.6} />
        </ActionIcon>
      </div>
      <div className={classes["actions"]}>
        <Button
          size="xs"
          variant="light"
          disabled={count === 0}
          leftSection={<IconCheck size={16} stroke={1.8} />}
          onClick={() => ask("close")}
        >
          {t("actions.close")}
        </Button>
        {props.mayTransfer ? (
          <Button
            size="xs"
            variant="light"
            disabled={count === 0}
            leftSection={<IconArrowsLeftRight size={16} stroke={1.8} />}
            onClick={() => ask("transfer")}
          >
            {t("actions.transfer")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

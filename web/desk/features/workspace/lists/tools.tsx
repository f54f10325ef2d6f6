import { ActionIcon, Group } from "@mantine/core";
import { IconListCheck, IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Order } from "../../../lib/tickets/lists.ts";
import { OrderMenu } from "./order-menu.tsx";
import type { Scope } from "./use-list.ts";
import type { View } from "./preferences.ts";
import { ViewSwitch } from "./view-switch.tsx";

/** How the list below is ordered and shown, whose tickets are in it, and the way to handle several together. */
export function Tools(props: {
  readonly order: Order;
  readonly setOrder: (order: Order) => void;
  readonly view: View;
  readonly setView: (view: View) => void;
  /** Null where there are no others' tickets to see. */
  readonly scope: Scope | null;
  readonly setScope: (scope: Scope) => void;
  /** Null where nothing can be done with several. */
  readonly selecting: boolean | null;
  readonly toggleSelecting: () => void;
}) {
  const { t } = useTranslation("workspace");
  const { scope, selecting } = props;
  return (
    <>
      <OrderMenu order={props.order} setOrder={props.setOrder} />
      <Group gap={2} wrap="nowrap">
        {scope === null ? null : (
          <ActionIcon
            data-hint={t(`scope.${scope === "team" ? "mine" : "team"}`)}
            variant={scope === "team" ? "light" : "subtle"}
            color={scope === "team" ? "balcao" : "gray"}
            aria-label={t("scope.team")}
            aria-pressed={scope === "team"}
            onClick={() => props.setScope(scope === "team" ? "mine" : "team")}
          >
            <IconUsers size={18} stroke={1.6} />
          </ActionIcon>
        )}
        {selecting === null ? null : (
          <ActionIcon
            data-hint={t("bulk.begin")}
            variant={selecting ? "light" : "subtle"}
            color={selecting ? "balcao" : "gray"}
            aria-label={t("bulk.begin")}
            aria-pressed={selecting}
            onClick={props.toggleSelecting}
          >
            <IconListCheck size={18} stroke={1.6} />
          </ActionIcon>
        )}
        <ViewSwitch view={props.view} setView={props.setView} />
      </Group>
    </>
  );
}

import { Button, Menu } from "@mantine/core";
import { IconArrowsSort, IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type Order, orders } from "../../../lib/tickets/lists.ts";

/** How the lists are ordered. */
export function OrderMenu(props: { readonly order: Order; readonly setOrder: (order: Order) => void }) {
  const { t } = useTranslation("workspace");
  return (
    <Menu position="bottom-start" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          size="compact-xs"
          fw={500}
          variant="subtle"
          color="gray"
          leftSection={<IconArrowsSort size={16} stroke={1.6} />}
          aria-label={`${t("order.label")}: ${t(`order.${props.order}`)}`}
        >
          {t(`order.${props.order}`)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {orders.map((order) => (
          <Menu.Item
            key={order}
            role="menuitemradio"
            aria-checked={order === props.order}
            rightSection={order === props.order ? <IconCheck size={16} /> : null}
            onClick={() => props.setOrder(order)}
          >
            {t(`order.${order}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

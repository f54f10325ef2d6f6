import { Menu } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { At } from "../../../lib/ui/at.tsx";
import { type Order, orders } from "../../../lib/tickets/lists.ts";

/** The orders there are, below the button that opened them. */
export default function OrderChoice(props: {
  readonly target: HTMLElement | null;
  readonly opened: boolean;
  readonly setOpened: (opened: boolean) => void;
  readonly order: Order;
  readonly setOrder: (order: Order) => void;
}) {
  const { t } = useTranslation("workspace");
  return (
    <Menu
      position="bottom-start"
      withInitialFocusPlaceholder={false}
      opened={props.opened}
      onChange={props.setOpened}
    >
      <Menu.Target>
        <At target={props.target} />
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

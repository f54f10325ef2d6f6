import { Menu } from "@mantine/core";
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
        <Menu.RadioGroup
          aria-label={t("order.label")}
          value={props.order}
          onChange={(order) => props.setOrder(order as Order)}
        >
          {orders.map((order) => (
            <Menu.RadioItem key={order} value={order} closeMenuOnClick>
              {t(`order.${order}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

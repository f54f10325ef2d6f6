import { Button } from "@mantine/core";
import { IconArrowsSort } from "@tabler/icons-react";
import { Suspense, useRef } from "react";
import { useTranslation } from "react-i18next";
import { later } from "../../../lib/ui/later.ts";
import type { Order } from "../../../lib/tickets/lists.ts";
import { useOpened } from "../../../lib/ui/use-opened.ts";

const OrderChoice = later(() => import("./order-choice.tsx"));

/** How the lists are ordered. */
export function OrderMenu(props: { readonly order: Order; readonly setOrder: (order: Order) => void }) {
  const { t } = useTranslation("workspace");
  const button = useRef<HTMLButtonElement>(null);
  const { opened, setOpened, wasOpened } = useOpened();
  return (
    <>
      <Button
        ref={button}
        size="compact-xs"
        fw={500}
        variant="subtle"
        color="gray"
        leftSection={<IconArrowsSort size={16} stroke={1.6} />}
        aria-label={`${t("order.label")}: ${t(`order.${props.order}`)}`}
        aria-haspopup="menu"
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        {t(`order.${props.order}`)}
      </Button>
      <Suspense>
        {wasOpened ? (
          <OrderChoice {...props} target={button.current} opened={opened} setOpened={setOpened} />
        ) : null}
      </Suspense>
    </>
  );
}

import { ActionIcon } from "@mantine/core";
import { IconMessage2Bolt } from "@tabler/icons-react";
import { Suspense, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { later } from "../../../lib/ui/later.ts";
import { useOpened } from "../../../lib/ui/use-opened.ts";

const CannedChoice = later(() => import("./canned-choice.tsx"));

/** The button of the canned responses, and the list of them once it is pressed. */
export function CannedMenu(props: { readonly head: Ticket; readonly insert: (text: string) => void }) {
  const { t } = useTranslation("workspace");
  const button = useRef<HTMLButtonElement>(null);
  const { opened, setOpened, wasOpened } = useOpened();
  return (
    <>
      <ActionIcon
        ref={button}
        data-hint={opened ? undefined : t("canned.open")}
        variant="subtle"
        color="gray"
        size={36}
        aria-label={t("canned.open")}
        aria-expanded={opened}
        aria-haspopup="dialog"
        onClick={() => setOpened(!opened)}
      >
        <IconMessage2Bolt size={20} stroke={1.6} />
      </ActionIcon>
      <Suspense>
        {wasOpened ? (
          <CannedChoice {...props} target={button.current} opened={opened} setOpened={setOpened} />
        ) : null}
      </Suspense>
    </>
  );
}

import { ActionIcon } from "@mantine/core";
import { IconDotsVertical } from "@tabler/icons-react";
import { Suspense, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Action } from "../use-actions.tsx";
import { type Command, commands } from "../../../lib/commands/registry.ts";
import { later } from "../../../lib/ui/later.ts";
import { useOpened } from "../../../lib/ui/use-opened.ts";
import { useStore } from "../../../lib/store.ts";

const ActionsList = later(() => import("./actions-list.tsx"));

const searchOf = (all: readonly Command[]): Command | undefined =>
  all.find(({ id }) => id === "workspace.search");

/** What can be done with a ticket besides answering, each with its key. What is not possible now is not in it. */
export function ActionsMenu({ actions }: { readonly actions: readonly Action[] }) {
  const { t } = useTranslation("workspace");
  const search = useStore(commands, searchOf);
  const button = useRef<HTMLButtonElement>(null);
  const { opened, setOpened, wasOpened } = useOpened();
  if (actions.length === 0 && search === undefined) return null;
  return (
    <>
      <ActionIcon
        ref={button}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t("header.actions")}
        aria-haspopup="menu"
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        <IconDotsVertical size={20} stroke={1.6} />
      </ActionIcon>
      <Suspense>
        {wasOpened ? (
          <ActionsList target={button.current} {...{ opened, setOpened, actions, search }} />
        ) : null}
      </Suspense>
    </>
  );
}

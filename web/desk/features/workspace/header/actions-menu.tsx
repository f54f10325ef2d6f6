import { ActionIcon, Menu } from "@mantine/core";
import { IconDotsVertical, IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Action } from "../use-actions.tsx";
import { type Command, commands } from "../../../lib/commands/registry.ts";
import { Keys } from "../../../lib/commands/keys.tsx";
import { useStore } from "../../../lib/store.ts";

const searchOf = (all: readonly Command[]): Command | undefined =>
  all.find(({ id }) => id === "workspace.search");

/** What can be done with a ticket besides answering, each with its key. What is not possible now is not in it. */
export function ActionsMenu({ actions }: { readonly actions: readonly Action[] }) {
  const { t } = useTranslation("workspace");
  const search = useStore(commands, searchOf);
  if (actions.length === 0 && search === undefined) return null;
  return (
    <Menu position="bottom-end" width={290} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("header.actions")}>
          <IconDotsVertical size={20} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(({ name, label, icon: Icon, keys, run }) => (
          <Menu.Item
            key={name}
            leftSection={<Icon size={18} stroke={1.6} />}
            rightSection={<Keys keys={keys} />}
            onClick={run}
          >
            {label}
          </Menu.Item>
        ))}
        {search === undefined ? null : (
          <Menu.Item
            leftSection={<IconSearch size={18} stroke={1.6} />}
            rightSection={search.keys === undefined ? null : <Keys keys={search.keys} />}
            onClick={search.run}
          >
            {search.label}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

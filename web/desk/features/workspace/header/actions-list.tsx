import { Menu } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import type { Action } from "../use-actions.tsx";
import { At } from "../../../lib/ui/at.tsx";
import type { Command } from "../../../lib/commands/registry.ts";
import { Keys } from "../../../lib/commands/keys.tsx";

/** What can be done, each with its key, below the button that opened it. */
export default function ActionsList(props: {
  readonly target: HTMLElement | null;
  readonly opened: boolean;
  readonly setOpened: (opened: boolean) => void;
  readonly actions: readonly Action[];
  readonly search: Command | undefined;
}) {
  const { actions, search } = props;
  return (
    <Menu
      position="bottom-end"
      width={290}
      withInitialFocusPlaceholder={false}
      opened={props.opened}
      onChange={props.setOpened}
    >
      <Menu.Target>
        <At target={props.target} />
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

import { Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Keys } from "../lib/commands/keys.tsx";
import { commands, type Command } from "../lib/commands/registry.ts";
import { useStore } from "../lib/store.ts";
import classes from "./shortcuts-sheet.module.css";

const itself = <Value,>(value: Value): Value => value;

/** Every shortcut that counts on this page. */
export function ShortcutsSheet({ opened, close }: { readonly opened: boolean; readonly close: () => void }) {
  const { t } = useTranslation("common");
  const all = useStore(commands, itself<readonly Command[]>);
  const groups = Map.groupBy(
    all.filter(({ keys }) => keys !== undefined),
    ({ group }) => group,
  );
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t("shortcuts.title")}
      closeButtonProps={{ "aria-label": t("state.close") }}
    >
      <Stack gap="md">
        {[...groups].map(([group, members]) => (
          <section key={group}>
            <Text size="xs" fw={600} c="dimmed" mb={4}>
              {group}
            </Text>
            <dl className={classes["list"]}>
              {members.map(({ id, label, keys }) => (
                <div key={id} className={classes["row"]}>
                  <dt>{label}</dt>
                  <dd>{keys === undefined ? null : <Keys keys={keys} />}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </Stack>
    </Modal>
  );
}

import { Modal, Stack, Switch, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { characterKeys, isCharacterKey, wantCharacterKeys } from "../lib/commands/character-keys.ts";
import { Keys } from "../lib/commands/keys.tsx";
import { commands, type Command } from "../lib/commands/registry.ts";
import { useStore } from "../lib/store.ts";
import classes from "./shortcuts-sheet.module.css";

const itself = <Value,>(value: Value): Value => value;

/** Every shortcut that counts on this page. */
export function ShortcutsSheet({ opened, close }: { readonly opened: boolean; readonly close: () => void }) {
  const { t } = useTranslation("common");
  const all = useStore(commands, itself<readonly Command[]>);
  const withCharacters = useStore(characterKeys, itself<boolean>);
  const groups = Map.groupBy(
    all.filter(({ keys }) => keys !== undefined && (withCharacters || !isCharacterKey(keys))),
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
        <Switch
          size="sm"
          label={t("shortcuts.characters")}
          description={t("shortcuts.charactersHint")}
          checked={withCharacters}
          onChange={(event) => wantCharacterKeys(event.currentTarget.checked)}
        />
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

import { ActionIcon, Popover } from "@mantine/core";
import { IconMoodSmile } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Loading } from "../../../lib/ui/states.tsx";

const EmojiPicker = lazy(() => import("./emoji-picker.tsx"));

/** The button of the emoji, and the emoji once it is pressed. */
export function EmojiMenu({ insert }: { readonly insert: (emoji: string) => void }) {
  const { t } = useTranslation("workspace");
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="top-start"
      width={312}
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <ActionIcon
          data-hint={opened ? undefined : t("emoji.open")}
          variant="subtle"
          color="gray"
          size={36}
          aria-label={t("emoji.open")}
          aria-expanded={opened}
          aria-haspopup="dialog"
          onClick={() => setOpened(!opened)}
        >
          <IconMoodSmile size={20} stroke={1.6} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={8} role="dialog" aria-label={t("emoji.open")}>
        <Suspense fallback={<Loading />}>
          <EmojiPicker
            pick={(emoji) => {
              setOpened(false);
              insert(emoji);
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

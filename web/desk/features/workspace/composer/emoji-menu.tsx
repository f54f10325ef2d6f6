import { ActionIcon } from "@mantine/core";
import { IconMoodSmile } from "@tabler/icons-react";
import { Suspense, useRef } from "react";
import { useTranslation } from "react-i18next";
import { later } from "../../../lib/ui/later.ts";
import { useOpened } from "../../../lib/ui/use-opened.ts";

const EmojiPicker = later(() => import("./emoji-picker.tsx"));

/** The button of the emoji, and the emoji once it is pressed. */
export function EmojiMenu({ insert }: { readonly insert: (emoji: string) => void }) {
  const { t } = useTranslation("workspace");
  const button = useRef<HTMLButtonElement>(null);
  const { opened, setOpened, wasOpened } = useOpened();
  return (
    <>
      <ActionIcon
        ref={button}
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
      <Suspense>
        {wasOpened ? (
          <EmojiPicker
            target={button.current}
            opened={opened}
            setOpened={setOpened}
            pick={(emoji) => {
              setOpened(false);
              insert(emoji);
            }}
          />
        ) : null}
      </Suspense>
    </>
  );
}

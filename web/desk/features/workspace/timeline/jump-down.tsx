import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./timeline.module.css";

/** Back to the newest lines, for who has scrolled away from them. */
export function JumpDown({ jump }: { readonly jump: () => void }) {
  const { t } = useTranslation("workspace");
  return (
    <Tooltip label={t("timeline.latest")} position="left">
      <ActionIcon
        className={classes["down"] ?? ""}
        variant="default"
        radius="xl"
        size={36}
        aria-label={t("timeline.latest")}
        onClick={jump}
      >
        <IconArrowDown size={18} />
      </ActionIcon>
    </Tooltip>
  );
}

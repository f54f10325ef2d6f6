import { ActionIcon } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./timeline.module.css";

/** Back to the newest lines, for who has scrolled away from them; `count` is what came meanwhile. */
export function JumpDown({ count, jump }: { readonly count: number; readonly jump: () => void }) {
  const { t } = useTranslation("workspace");
  const label = count === 0 ? t("timeline.latest") : t("timeline.latestCount", { count });
  return (
    <div className={classes["down"]}>
      <ActionIcon
        data-hint={label}
        data-hint-side="left"
        variant="default"
        radius="xl"
        size={36}
        aria-label={label}
        onClick={jump}
      >
        <IconArrowDown size={18} />
      </ActionIcon>
      {count === 0 ? null : (
        <span className={classes["came"]} aria-hidden>
          {count > 99 ? "99+" : count}
        </span>
      )}
    </div>
  );
}

import { Button } from "@mantine/core";
import { IconMoodSad } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Empty } from "../lib/ui/states.tsx";

/** In place of a page that failed. */
export function PageFailed() {
  const { t } = useTranslation("common");
  return (
    <Empty icon={<IconMoodSad size={32} stroke={1.3} />} title={t("errors.page")} hint={t("errors.pageHint")}>
      <Button variant="light" onClick={() => window.location.reload()}>
        {t("errors.reload")}
      </Button>
    </Empty>
  );
}

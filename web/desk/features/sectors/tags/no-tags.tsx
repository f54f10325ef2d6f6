import { Alert, Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Warns that nothing can be closed in a sector that asks for a tag and has none. */
export function NoTags({
  relax,
}: {
  /** Asks for no tag any more; absent: that is done elsewhere. */ readonly relax?: () => void;
}) {
  const { t } = useTranslation("sectors");
  return (
    <Alert color="yellow" role="status">
      <Text size="sm" fw={600} mb={4}>
        {t("tags.missing")}
      </Text>
      <Text size="sm">{t("tags.missingHint")}</Text>
      {relax === undefined ? null : (
        <Button size="xs" variant="default" mt="sm" onClick={relax}>
          {t("tags.relax")}
        </Button>
      )}
    </Alert>
  );
}

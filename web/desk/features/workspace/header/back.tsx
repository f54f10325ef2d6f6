import { ActionIcon } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./header.module.css";

/** The way back to the lists, where there is no room for both. */
export function Back({ leave }: { readonly leave: () => void }) {
  const { t } = useTranslation("workspace");
  return (
    <ActionIcon
      className={classes["back"] ?? ""}
      variant="subtle"
      color="gray"
      aria-label={t("header.back")}
      onClick={leave}
    >
      <IconArrowLeft size={20} />
    </ActionIcon>
  );
}

/** The same where there is no header yet. */
export const BackAlone = ({ leave }: { readonly leave: () => void }) => (
  <div className={classes["alone"]}>
    <Back leave={leave} />
  </div>
);

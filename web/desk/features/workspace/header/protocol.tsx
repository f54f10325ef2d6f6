import { CopyButton, Tooltip, UnstyledButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./header.module.css";

/** The number that the contact can quote, copied with a click. */
export function Protocol({ protocol }: { readonly protocol: string }) {
  const { t } = useTranslation("workspace");
  return (
    <CopyButton value={protocol}>
      {({ copied, copy }) => (
        <Tooltip label={t(copied ? "header.copied" : "header.copy")}>
          <UnstyledButton
            className={classes["protocol"]}
            aria-label={`${protocol}, ${t(copied ? "header.copied" : "header.copy")}`}
            onClick={copy}
          >
            {t("header.protocol", { protocol })}
            {copied ? <IconCheck size={14} stroke={1.6} /> : <IconCopy size={14} stroke={1.6} />}
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  );
}

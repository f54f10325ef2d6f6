import { CopyButton, UnstyledButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./header.module.css";

/** The number that the contact can quote, copied with a click. */
export function Protocol(props: {
  readonly protocol: string;
  /** Without the word for it: what stands before it says so. */
  readonly isBare?: boolean;
}) {
  const { protocol, isBare = false } = props;
  const { t } = useTranslation("workspace");
  const shown = isBare ? protocol : t("header.protocol", { protocol });
  return (
    <CopyButton value={protocol}>
      {({ copied, copy }) => (
        <UnstyledButton
          data-hint={t(copied ? "header.copied" : "header.copy")}
          className={classes["protocol"]}
          data-bare={isBare}
          aria-label={`${shown}, ${t(copied ? "header.copied" : "header.copy")}`}
          onClick={copy}
        >
          {shown}
          {copied ? <IconCheck size={14} stroke={1.6} /> : <IconCopy size={14} stroke={1.6} />}
        </UnstyledButton>
      )}
    </CopyButton>
  );
}

import { ActionIcon } from "@mantine/core";
import { IconLayoutGrid, IconLayoutList } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { View } from "./preferences.ts";

/** Between squares and a list. */
export function ViewSwitch(props: { readonly view: View; readonly setView: (view: View) => void }) {
  const { t } = useTranslation("workspace");
  const other = props.view === "list" ? "squares" : "list";
  const Icon = other === "list" ? IconLayoutList : IconLayoutGrid;
  return (
    <ActionIcon
      data-hint={t(`view.${other}`)}
      variant="subtle"
      color="gray"
      aria-label={t(`view.${other}`)}
      onClick={() => props.setView(other)}
    >
      <Icon size={18} stroke={1.6} />
    </ActionIcon>
  );
}

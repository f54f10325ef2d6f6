import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFocusBack } from "../../../lib/ui/focus.ts";

/** A dialogue with its title; it is open while it is there. */
export function Framed(props: {
  readonly title: string;
  readonly leave: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation("common");
  useFocusBack();
  return (
    <Modal
      opened
      onClose={props.leave}
      title={props.title}
      closeButtonProps={{ "aria-label": t("state.close") }}
    >
      {props.children}
    </Modal>
  );
}

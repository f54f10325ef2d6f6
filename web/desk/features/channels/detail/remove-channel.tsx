import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useRef } from "react";
import type { ChannelRecord } from "../values.ts";
import { ConfirmAct } from "../../../lib/ui/confirm-act.tsx";
import { tell } from "../../../lib/ui/tell.ts";
import { useDesk } from "../../../lib/desk/context.ts";

/** Removes a channel that has no live ticket. It may take a while, and goes on by itself. */
export function RemoveChannel(props: {
  readonly channel: ChannelRecord;
  /** Whether it is gone by now. */
  readonly close: (gone: boolean) => void;
}) {
  const { t } = useTranslation(["channels", "forms"]);
  const { call } = useDesk();
  const gone = useRef(false);
  const { channel } = props;
  return (
    <ConfirmAct
      title={t("remove.title", { name: channel.name })}
      confirm={t("forms:remove")}
      danger
      close={() => props.close(gone.current)}
      act={async () => {
        const { removed } = await call("removeChannel", { params: { channelId: channel.id } });
        gone.current = removed;
        tell({ kind: "done", text: t(removed ? "remove.done" : "remove.begun") });
      }}
    >
      <Text size="sm">{t("remove.hint")}</Text>
    </ConfirmAct>
  );
}

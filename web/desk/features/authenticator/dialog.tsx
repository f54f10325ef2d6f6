import { Badge, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Failed, Loading } from "../../lib/ui/states.tsx";
import { TurnOff } from "./turn-off.tsx";
import { TurnOn } from "./turn-on.tsx";
import { useAuthenticator } from "./state.ts";

/** The person's own authenticator: whether it is on, and turning it on or off. */
export default function AuthenticatorDialog(props: {
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(["authenticator", "common"]);
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t("title")}
      closeButtonProps={{ "aria-label": t("common:state.close") }}
    >
      <State onClose={props.onClose} />
    </Modal>
  );
}

function State({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation("authenticator");
  const state = useAuthenticator();
  if (state.data === undefined)
    return state.error === null ? (
      <Loading />
    ) : (
      <Failed error={state.error} retry={() => void state.refetch()} />
    );
  const { on } = state.data;
  return (
    <Stack>
      <Badge variant="light" color={on ? "green" : "gray"} size="lg">
        {t(on ? "on" : "off")}
      </Badge>
      <Text size="sm">{t(on ? "onHint" : "hint")}</Text>
      {on ? <TurnOff /> : <TurnOn onClose={onClose} />}
    </Stack>
  );
}

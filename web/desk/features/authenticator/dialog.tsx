import { Alert, Badge, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Failed, Loading } from "../../lib/ui/states.tsx";
import { TurnOff } from "./turn-off.tsx";
import { TurnOn } from "./turn-on.tsx";
import { useAuthenticator } from "./state.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";

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
  const { call } = useDesk();
  const textOf = useErrorText();
  const state = useAuthenticator();
  const begin = useMutation({ mutationFn: () => call("beginMfa", {}) });
  if (state.data === undefined)
    return state.error === null ? (
      <Loading />
    ) : (
      <Failed error={state.error} retry={() => void state.refetch()} />
    );
  const { on } = state.data;
  // Its secret counts for this one time: who turns it off again begins anew.
  if (begin.data !== undefined) return <TurnOn begun={begin.data} onClose={onClose} onDone={begin.reset} />;
  return (
    <Stack>
      <Badge variant="light" color={on ? "balcao" : "gray"} size="lg" tt="none">
        {t(on ? "on" : "off")}
      </Badge>
      <Text size="sm">{t(on ? "onHint" : "hint")}</Text>
      {begin.error === null ? null : (
        <Alert color="red" role="alert">
          {textOf(begin.error)}
        </Alert>
      )}
      {on ? (
        <TurnOff />
      ) : (
        <Group justify="flex-end">
          <Button loading={begin.isPending} onClick={() => begin.mutate()}>
            {t("turnOn")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

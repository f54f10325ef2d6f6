import { Alert, Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import type { ChannelId } from "../../../../../shared/contracts/ids.ts";
import type { ChannelRecord } from "../values.ts";
import { AdminPage } from "../../../lib/ui/admin-page.tsx";
import { ApiError } from "../../../lib/api/error.ts";
import { ChannelCheck } from "./channel-check.tsx";
import { Empty, Failed, Loading } from "../../../lib/ui/states.tsx";
import { IdentitySection } from "./identity-section.tsx";
import { NumberForm } from "./number-form.tsx";
import { ReceptionForm } from "../reception/reception-form.tsx";
import { RemoveChannel } from "./remove-channel.tsx";
import { SecretsSection } from "./secrets-section.tsx";
import { tell } from "../../../lib/ui/tell.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useRefresh } from "../../../lib/ui/use-records.ts";
import { WebChatForm } from "./web-chat-form.tsx";

/** How often a channel that is being removed is asked for, in milliseconds. */
const whileRemoving = 10_000;

/** One channel: who receives its customers, what it is, whether it works. */
export default function ChannelPage(props: { readonly channelId: string }) {
  const { t } = useTranslation(["channels", "common"]);
  const { call } = useDesk();
  const queries = useQueryClient();
  const refresh = useRefresh();
  const [, navigate] = useLocation();
  const [removing, setRemoving] = useState(false);
  const channelId = props.channelId as ChannelId;
  const channel = useQuery({
    queryKey: ["channel", channelId],
    queryFn: ({ signal }) => call("getChannel", { params: { channelId } }, { signal }),
    refetchInterval: ({ state }) =>
      state.error === null && state.data !== undefined && state.data.removing !== null
        ? whileRemoving
        : false,
  });
  const back = { href: "/", label: t("common:admin.channels") };
  const { data, error } = channel;
  const isGone = error instanceof ApiError && ["NOT_FOUND", "BAD_REQUEST"].includes(error.code);
  useEffect(() => {
    if (isGone) refresh("channels", "directory");
    // What has them asked again is the same each time.
  }, [isGone]);
  if (isGone)
    return (
      <AdminPage title={t("one")} back={back}>
        <Empty title={t("gone")} />
      </AdminPage>
    );
  if (data === undefined)
    return (
      <AdminPage title={t("one")} back={back}>
        {error === null ? <Loading /> : <Failed error={error} retry={() => void channel.refetch()} />}
      </AdminPage>
    );
  const saved = (record: ChannelRecord): void => {
    queries.setQueryData(["channel", channelId], record);
    refresh("channels", "directory");
    tell({ kind: "done", text: t("saved") });
  };
  return (
    <AdminPage
      title={data.name}
      hint={t(`kind.${data.kind}`)}
      back={back}
      actions={
        <Button variant="subtle" color="red" size="xs" onClick={() => setRemoving(true)}>
          {t("remove.button")}
        </Button>
      }
    >
      {data.removing === null ? null : <Alert color="yellow">{t(`remove.${data.removing.stage}`)}</Alert>}
      <ReceptionForm channel={data} onSaved={saved} />
      {data.kind === "whatsapp" ? (
        <>
          <NumberForm channel={data} onSaved={saved} />
          <SecretsSection channel={data} onSaved={saved} />
        </>
      ) : (
        <>
          <WebChatForm channel={data} onSaved={saved} />
          <IdentitySection channel={data} onSaved={saved} onStale={() => void channel.refetch()} />
        </>
      )}
      {/* What was found of it before a change counts no more. */}
      <ChannelCheck key={data.version} channel={data} />
      {removing ? (
        <RemoveChannel
          channel={data}
          close={(gone) => {
            setRemoving(false);
            refresh("channels", "directory");
            if (gone) navigate("/");
            else void channel.refetch();
          }}
        />
      ) : null}
    </AdminPage>
  );
}

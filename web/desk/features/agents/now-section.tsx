import { Button, Group, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AdminSection } from "../../lib/ui/admin-page.tsx";
import { ConfirmDialog } from "../../lib/ui/confirm-dialog.tsx";
import { PauseDialog } from "./pause-dialog.tsx";
import type { AgentDetail } from "./agents.ts";
import type { Rights } from "./rights.ts";
import { tell } from "../../lib/ui/tell.ts";
import { timer } from "../../lib/time/format.ts";
import { useAgentChanged } from "./agents.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";
import { useNames } from "../../lib/directory/directory.ts";
import { useNow } from "../../lib/ui/use-now.ts";
import { usePauseReasons } from "./use-pause-reasons.ts";
import classes from "./live.module.css";

/** How somebody is on each channel, what they hold, and what a manager may do about it. */
export function NowSection({ person, rights }: { readonly person: AgentDetail; readonly rights: Rights }) {
  const { t } = useTranslation("agents");
  const { call, me } = useDesk();
  const textOf = useErrorText();
  const changed = useAgentChanged();
  const [asking, setAsking] = useState<"pause" | "sign-out" | null>(null);
  const away = (): void => setAsking(null);
  const resume = useMutation({
    mutationFn: () =>
      call("setAgentPresence", { params: { agentId: person.id }, body: { action: "resume" } }),
    onSuccess: () => changed(person.id),
    onError: (error) => tell({ kind: "error", text: textOf(error) }),
  });
  const signOut = useMutation({
    mutationFn: () => call("signAgentOut", { params: { agentId: person.id } }),
    onSuccess: async () => {
      away();
      tell({ kind: "done", text: t("now.signedOut", { name: person.name }) });
      await changed(person.id);
    },
  });
  const isOnline = person.presence.some(({ status }) => status === "online");
  const isPaused = person.presence.some(({ status }) => status === "paused");
  const maySupervise = rights !== "see" && person.id !== me.agent.id;
  return (
    <AdminSection
      title={t("now.title")}
      hint={person.openTickets === 0 ? t("now.noTickets") : t("open", { count: person.openTickets })}
      actions={
        maySupervise ? (
          <Group gap="xs">
            {isOnline ? (
              <Button size="xs" variant="default" onClick={() => setAsking("pause")}>
                {t("now.pause")}
              </Button>
            ) : null}
            {isPaused ? (
              <Button size="xs" variant="default" loading={resume.isPending} onClick={() => resume.mutate()}>
                {t("now.resume")}
              </Button>
            ) : null}
            {rights === "all" ? (
              <Button size="xs" variant="default" onClick={() => setAsking("sign-out")}>
                {t("now.signOut")}
              </Button>
            ) : null}
          </Group>
        ) : null
      }
    >
      <Channels presence={person.presence} />
      <PauseDialog opened={asking === "pause"} person={person} onClose={away} />
      <ConfirmDialog
        opened={asking === "sign-out"}
        title={t("now.signOutTitle", { name: person.name })}
        confirm={t("now.signOut")}
        onConfirm={() => signOut.mutate()}
        onClose={() => {
          away();
          signOut.reset();
        }}
        busy={signOut.isPending}
        error={signOut.error}
        danger
      >
        <Text size="sm">{t("now.signOutHint")}</Text>
      </ConfirmDialog>
    </AdminSection>
  );
}

function Channels({ presence }: Pick<AgentDetail, "presence">) {
  const { t } = useTranslation("agents");
  const { clock } = useDesk();
  const names = useNames();
  const now = useNow(clock, 1_000);
  const reasons = usePauseReasons(presence.some(({ pause }) => pause !== undefined));
  if (presence.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("now.noChannels")}
      </Text>
    );
  return (
    <ul className={classes["channels"]}>
      {presence.map(({ channelId, status, since, pause }) => {
        const reason = reasons.find(({ id }) => id === pause?.reasonId)?.name;
        return (
          <li key={channelId} className={classes["channel"]}>
            <span className={classes["channelName"]}>{names.channel(channelId) ?? t("now.aChannel")}</span>
            <span className={classes["badge"]} data-status={status}>
              <span className={classes["dot"]} aria-hidden />
              {t(`status.${status}`)}
              {reason === undefined ? null : ` · ${reason}`}
              {pause?.induced === true ? ` · ${t("now.induced")}` : null}
            </span>
            <span className={classes["since"]}>{timer(now - Date.parse(since))}</span>
          </li>
        );
      })}
    </ul>
  );
}

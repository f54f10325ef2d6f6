import { Button, Group, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { AdminSection } from "../../lib/ui/admin-page.tsx";
import { type AgentDetail, useAgentGone } from "./agents.ts";
import { ConfirmDialog } from "../../lib/ui/confirm-dialog.tsx";
import { PasswordDialog } from "./password-dialog.tsx";
import { tell } from "../../lib/ui/tell.ts";
import { useDesk } from "../../lib/desk/context.ts";

/** How somebody comes in: a new password, and the end of their place here. */
export function AccessSection({ person }: { readonly person: AgentDetail }) {
  const { t } = useTranslation("agents");
  const { call, me } = useDesk();
  const gone = useAgentGone();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState<"password" | "remove" | null>(null);
  const away = (): void => setAsking(null);
  const remove = useMutation({
    mutationFn: () => call("removeAgent", { params: { agentId: person.id } }),
    onSuccess: () => {
      navigate("/");
      gone(person.id);
      tell({ kind: "done", text: t("remove.done", { name: person.name }) });
    },
  });
  return (
    <AdminSection title={t("access.title")} hint={t("access.hint")}>
      <Group gap="xs">
        <Button variant="default" onClick={() => setAsking("password")}>
          {t("password.open")}
        </Button>
        {person.id === me.agent.id ? null : (
          <Button variant="subtle" color="red" onClick={() => setAsking("remove")}>
            {t("remove.open")}
          </Button>
        )}
      </Group>
      <PasswordDialog opened={asking === "password"} person={person} onClose={away} />
      <ConfirmDialog
        opened={asking === "remove"}
        title={t("remove.title", { name: person.name })}
        confirm={t("remove.confirm")}
        onConfirm={() => remove.mutate()}
        onClose={() => {
          away();
          remove.reset();
        }}
        busy={remove.isPending}
        error={remove.error}
        danger
      >
        <Text size="sm">{t("remove.hint")}</Text>
      </ConfirmDialog>
    </AdminSection>
  );
}

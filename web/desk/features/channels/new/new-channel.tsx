import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { AdminPage } from "../../../lib/ui/admin-page.tsx";
import { NewNumber } from "./new-number.tsx";
import { NewWebChat } from "./new-web-chat.tsx";
import { SecretDialog } from "../../../lib/ui/secret-dialog.tsx";
import type { AnswerOf } from "../../../lib/api/types.ts";
import { askFirst } from "../../../lib/forms/leave.ts";
import { useRefresh } from "../../../lib/ui/use-records.ts";

type Created = AnswerOf<"createChannel">;

/** A new channel: a WhatsApp number, or a chat on the business's pages, whose identity secret is shown once. */
export default function NewChannel() {
  const { t } = useTranslation(["channels", "common"]);
  const [, navigate] = useLocation();
  const refresh = useRefresh();
  const [kind, setKind] = useState<"whatsapp" | "webchat">("whatsapp");
  const [shown, setShown] = useState<{ id: string; secret: string } | null>(null);
  const created = (channel: Created): void => {
    refresh("channels", "directory");
    if (channel.kind === "webchat") setShown({ id: channel.id, secret: channel.identitySecret });
    else navigate(`/${channel.id}`);
  };
  return (
    <AdminPage
      title={t("list.add")}
      hint={t("new.hint")}
      back={{ href: "/", label: t("common:admin.channels") }}
    >
      <SegmentedControl
        aria-label={t("new.kind")}
        value={kind}
        onChange={(wanted) => askFirst(() => setKind(wanted))}
        data={(["whatsapp", "webchat"] as const).map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      {kind === "whatsapp" ? (
        <NewNumber created={created} leave={() => navigate("/")} />
      ) : (
        <NewWebChat created={created} leave={() => navigate("/")} />
      )}
      {shown === null ? null : (
        <SecretDialog
          title={t("identity.title")}
          label={t("identity.secret")}
          hint={t("identity.once")}
          kept={t("identity.kept")}
          secret={shown.secret}
          onClose={() => navigate(`/${shown.id}`)}
        />
      )}
    </AdminPage>
  );
}

import { lazy, Suspense } from "react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { AdminPage } from "../../lib/ui/admin-page.tsx";
import { Failed, Loading } from "../../lib/ui/states.tsx";
import { useDesk } from "../../lib/desk/context.ts";

const SettingsForm = lazy(() => import("./settings-form.tsx"));

/** What holds for the whole business. */
export default function SettingsPage() {
  const { t } = useTranslation(["settings", "common"]);
  const { call } = useDesk();
  const settings = useQuery({
    queryKey: ["settings"],
    queryFn: ({ signal }) => call("getSettings", {}, { signal }),
  });
  return (
    <AdminPage title={t("common:admin.settings")} hint={t("hint")}>
      {settings.data === undefined ? (
        settings.error === null ? (
          <Loading />
        ) : (
          <Failed error={settings.error} retry={() => void settings.refetch()} />
        )
      ) : (
        <Suspense fallback={<Loading />}>
          <SettingsForm settings={settings.data} />
        </Suspense>
      )}
    </AdminPage>
  );
}

import { Button, Text } from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AnswerOf } from "../../lib/api/types.ts";
import { AdminPage } from "../../lib/ui/admin-page.tsx";
import { ConfirmAct } from "../../lib/ui/confirm-act.tsx";
import { Empty } from "../../lib/ui/states.tsx";
import { RecordList } from "../../lib/ui/record-list.tsx";
import { RecordRow } from "../../lib/ui/record-row.tsx";
import { scopeWords } from "./scopes.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useNames } from "../../lib/directory/directory.ts";
import { useRecords, useRefresh } from "../../lib/ui/use-records.ts";
import { useTimeFormat } from "../../lib/i18n/hooks.ts";

const NewKey = lazy(() => import("./new-key.tsx"));

type ApiKey = AnswerOf<"listApiKeys">["items"][number];

const key = "api-keys";

/** Keys by which programs of the business call the API. */
export default function ApiKeysPage() {
  const { t } = useTranslation("integrations");
  const { call, clock } = useDesk();
  const refresh = useRefresh();
  const names = useNames();
  const { dayAndHour, dateAndHour } = useTimeFormat();
  const [making, setMaking] = useState(false);
  const [removing, setRemoving] = useState<ApiKey | null>(null);
  const records = useRecords([key], (cursor, signal) =>
    call("listApiKeys", { query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) } }, { signal }),
  );
  const changed = (): void => refresh(key);
  const reachOf = ({ sectorIds }: ApiKey): string =>
    sectorIds === null
      ? t("keys.whole")
      : sectorIds.map((id) => names.sector(id) ?? t("keys.goneSector")).join(", ");
  const stateOf = ({ expiresAt, lastUsedAt }: ApiKey): string => {
    if (expiresAt !== null && Date.parse(expiresAt) <= clock()) return t("keys.expired");
    return lastUsedAt === null ? t("keys.unused") : t("keys.used", { time: dayAndHour(lastUsedAt) });
  };
  return (
    <AdminPage
      title={t("keys.title")}
      hint={t("keys.hint")}
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
          {t("keys.new")}
        </Button>
      }
    >
      <RecordList
        label={t("keys.title")}
        records={records}
        textOf={(it) => `${it.name} ${it.hint} ${reachOf(it)}`}
        empty={
          <Empty
            icon={<IconKey size={32} stroke={1.3} />}
            title={t("keys.empty")}
            hint={t("keys.emptyHint")}
          />
        }
        row={(it) => (
          <RecordRow
            title={`${it.name} · …${it.hint}`}
            hint={[
              it.scopes.map((scope) => t(`scope.${scopeWords[scope]}`)).join(", "),
              reachOf(it),
              ...(it.expiresAt === null ? [] : [t("keys.until", { time: dateAndHour(it.expiresAt) })]),
              t("keys.madeBy", {
                who: names.agent(it.createdBy) ?? t("keys.gonePerson"),
                time: dateAndHour(it.createdAt),
              }),
            ].join(" · ")}
            state={stateOf(it)}
            actions={
              <Button
                size="compact-sm"
                variant="subtle"
                color="red"
                aria-label={t("keys.removeNamed", { name: it.name })}
                onClick={() => setRemoving(it)}
              >
                {t("keys.remove")}
              </Button>
            }
          />
        )}
      />
      {making ? (
        <Suspense fallback={null}>
          <NewKey onMade={changed} onClose={() => setMaking(false)} />
        </Suspense>
      ) : null}
      {removing === null ? null : (
        <ConfirmAct
          title={t("keys.removeTitle", { name: removing.name })}
          confirm={t("keys.remove")}
          danger
          act={async () => {
            await call("removeApiKey", { params: { apiKeyId: removing.id } });
            changed();
          }}
          close={() => setRemoving(null)}
        >
          <Text size="sm">{t("keys.removeHint")}</Text>
        </ConfirmAct>
      )}
    </AdminPage>
  );
}

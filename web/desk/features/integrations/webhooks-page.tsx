import { Badge, Button } from "@mantine/core";
import { IconPlus, IconWebhook } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, Route, Switch } from "wouter";
import { AdminPage } from "../../lib/ui/admin-page.tsx";
import { Empty, Loading } from "../../lib/ui/states.tsx";
import { RecordList } from "../../lib/ui/record-list.tsx";
import { RecordRow } from "../../lib/ui/record-row.tsx";
import { useWebhooks } from "./webhooks.ts";

const NewWebhook = lazy(() => import("./new-webhook.tsx"));
const WebhookPage = lazy(() => import("./webhook-page.tsx"));

/** Where what happens is posted to: the receivers, one of them, and a new one. */
export default function WebhooksPage() {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/new">
          <NewWebhook />
        </Route>
        <Route path="/:webhookId">
          {({ webhookId }) => <WebhookPage key={webhookId} webhookId={webhookId} />}
        </Route>
        <Route>
          <WebhookList />
        </Route>
      </Switch>
    </Suspense>
  );
}

function WebhookList() {
  const { t } = useTranslation("integrations");
  const records = useWebhooks();
  return (
    <AdminPage
      title={t("hooks.title")}
      hint={t("hooks.hint")}
      actions={
        <Button component={Link} href="/new" leftSection={<IconPlus size={16} />}>
          {t("hooks.new")}
        </Button>
      }
    >
      <RecordList
        label={t("hooks.title")}
        records={records}
        textOf={({ name, url }) => `${name} ${url}`}
        empty={
          <Empty
            icon={<IconWebhook size={32} stroke={1.3} />}
            title={t("hooks.empty")}
            hint={t("hooks.emptyHint")}
          />
        }
        row={({ id, name, url, active, events }) => (
          <RecordRow
            title={name}
            hint={url}
            href={`/${id}`}
            state={
              <>
                {t("hooks.events", { count: events.length })}
                {active ? null : <Badge variant="default">{t("hooks.paused")}</Badge>}
              </>
            }
          />
        )}
      />
    </AdminPage>
  );
}

import { Alert, Button, Switch, Tabs } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import type { SectorId } from "../../../../shared/contracts/ids.ts";
import type { SectorRecord } from "./values.ts";
import { isGone } from "./gone.ts";
import { AdminPage } from "../../lib/ui/admin-page.tsx";
import { Empty, Failed, Loading } from "../../lib/ui/states.tsx";
import { QueuesTab } from "./queues/queues-tab.tsx";
import { RemovalDialog } from "./removal-dialog.tsx";
import { SectorState } from "./sector-state.tsx";
import { TagsTab } from "./tags/tags-tab.tsx";
import { isAdmin, mayManage } from "./may.ts";
import { tell } from "../../lib/ui/tell.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";
import { useRefresh, watchedEvery } from "../../lib/ui/use-records.ts";

const SectorForm = lazy(() => import("./sector-form.tsx"));

/** The parts of a sector's page, each with an address of its own. */
const parts = ["rules", "queues", "tags"] as const;

/** One sector: its rules, its queues and its tags. */
export function SectorPage(props: { readonly sectorId: string; readonly part: string }) {
  const { t } = useTranslation(["sectors", "common"]);
  const { call, me } = useDesk();
  const sectorId = props.sectorId as SectorId;
  const sector = useQuery({
    queryKey: ["sector", sectorId],
    queryFn: ({ signal }) => call("getSector", { params: { sectorId } }, { signal }),
    // What is being removed is looked at until it is gone.
    refetchInterval: ({ state }) =>
      state.data?.removing != null && !isGone(state.error) ? watchedEvery : false,
  });
  const refresh = useRefresh();
  const gone = isGone(sector.error);
  useEffect(() => {
    if (gone) refresh("sectors", "queues", "directory", "agents", "agent");
    // Once it is gone.
  }, [gone]);
  const back = { href: "/", label: t("common:admin.sectors") };
  if (sector.data === undefined || gone || !mayManage(me, sectorId))
    return (
      <AdminPage title={t("one")} back={back}>
        {!mayManage(me, sectorId) ? (
          <Empty title={t("notYours")} />
        ) : gone ? (
          <Empty title={t("gone")} />
        ) : sector.error === null ? (
          <Loading />
        ) : (
          <Failed error={sector.error} retry={() => void sector.refetch()} />
        )}
      </AdminPage>
    );
  return <SectorView sector={sector.data} part={props.part} back={back} />;
}

function SectorView(props: {
  readonly sector: SectorRecord;
  readonly part: string;
  readonly back: { readonly href: string; readonly label: string };
}) {
  const { t } = useTranslation("sectors");
  const { call, me } = useDesk();
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const refresh = useRefresh();
  const textOf = useErrorText();
  const [removing, setRemoving] = useState(false);
  const { sector } = props;
  const part = parts.find((it) => it === props.part) ?? "rules";
  const taken = (saved: SectorRecord): void => {
    queries.setQueryData(["sector", sector.id], saved);
    refresh("sectors", "directory", "agents", "agent");
  };
  const activate = useMutation({
    mutationFn: (active: boolean) =>
      call("changeSector", { params: { sectorId: sector.id }, body: { active } }),
    onSuccess: taken,
    onError: (error) => tell({ kind: "error", text: textOf(error) }),
  });
  return (
    <AdminPage
      title={sector.name}
      back={props.back}
      actions={
        <>
          <SectorState sector={sector} />
          <Switch
            label={t("active")}
            checked={sector.active}
            disabled={activate.isPending || sector.removing !== null}
            onChange={(event) => activate.mutate(event.currentTarget.checked)}
          />
          {isAdmin(me) ? (
            <Button variant="subtle" color="red" size="xs" onClick={() => setRemoving(true)}>
              {t("remove")}
            </Button>
          ) : null}
        </>
      }
    >
      {sector.removing === null ? null : <Alert color="yellow">{t("removingHint")}</Alert>}
      <Tabs
        value={part}
        keepMounted={false}
        onChange={(value) => navigate(value === "rules" ? `/${sector.id}` : `/${sector.id}/${value}`)}
      >
        <Tabs.List mb="lg">
          {parts.map((it) => (
            <Tabs.Tab key={it} value={it}>
              {t(`parts.${it}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="rules">
          <Suspense fallback={<Loading />}>
            <SectorForm sector={sector} onSaved={taken} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="queues">
          <QueuesTab sector={sector} />
        </Tabs.Panel>
        <Tabs.Panel value="tags">
          <TagsTab sector={sector} />
        </Tabs.Panel>
      </Tabs>
      {removing ? (
        <RemovalDialog
          name={sector.name}
          begun={sector.removing !== null}
          hint={t("removal.sectorHint")}
          without={({ sectorId }) => sectorId === sector.id}
          remove={(query) => call("removeSector", { params: { sectorId: sector.id }, query })}
          look={async () => (await call("getSector", { params: { sectorId: sector.id } })).removing !== null}
          done={() => refresh("sectors", "queues", "directory", "agents", "agent")}
          close={(gone) => {
            setRemoving(false);
            if (gone) navigate("/");
            else void queries.invalidateQueries({ queryKey: ["sector", sector.id] });
          }}
        />
      ) : null}
    </AdminPage>
  );
}

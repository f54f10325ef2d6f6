import { Badge, Button } from "@mantine/core";
import { IconBuilding, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { AdminPage } from "../../lib/ui/admin-page.tsx";
import { Empty } from "../../lib/ui/states.tsx";
import { RecordList } from "../../lib/ui/record-list.tsx";
import { RecordRow } from "../../lib/ui/record-row.tsx";
import { isAdmin, mayManage } from "./may.ts";
import { SectorState } from "./sector-state.tsx";
import { useWhenFewer } from "./use-when-fewer.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useDirectory } from "../../lib/directory/directory.ts";
import { useRecords, useRefresh } from "../../lib/ui/use-records.ts";

/** The sectors that the person sets up: all, or those they manage. */
export function SectorList() {
  const { t } = useTranslation(["sectors", "common"]);
  const { call, me } = useDesk();
  const directory = useDirectory();
  const refresh = useRefresh();
  const all = useRecords(
    ["sectors"],
    (cursor, signal) => call("listSectors", { query: { cursor, limit: 100 } }, { signal }),
    ({ removing }) => removing !== null,
  );
  useWhenFewer(all.items?.filter(({ removing }) => removing !== null).length, () =>
    refresh("directory", "agents", "agent"),
  );
  const records = { ...all, items: all.items?.filter(({ id }) => mayManage(me, id)) };
  const add = isAdmin(me) ? (
    <Button component={Link} href="/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t("list.add")}
    </Button>
  ) : null;
  return (
    <AdminPage title={t("common:admin.sectors")} hint={t("list.hint")} actions={add}>
      <RecordList
        label={t("common:admin.sectors")}
        records={records}
        textOf={({ name }) => name}
        empty={
          <Empty
            icon={<IconBuilding size={32} stroke={1.3} />}
            title={t("list.none")}
            hint={t(isAdmin(me) ? "list.noneHint" : "list.noneYours")}
          >
            {add}
          </Empty>
        }
        row={(sector) => {
          const queues = directory.data?.queues.filter(({ sectorId }) => sectorId === sector.id);
          return (
            <RecordRow
              href={`/${sector.id}`}
              title={sector.name}
              hint={queues === undefined ? "\u00A0" : namesOf(queues) || t("list.noQueues")}
              state={
                <>
                  {sector.removing === null ? null : (
                    <Badge variant="light" color="yellow" tt="none">
                      {t("state.removing")}
                    </Badge>
                  )}
                  <SectorState sector={sector} />
                </>
              }
            />
          );
        }}
      />
    </AdminPage>
  );
}

const namesOf = (named: readonly { readonly name: string }[]): string =>
  named.map(({ name }) => name).join(", ");

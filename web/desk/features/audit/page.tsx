import { IconHistory } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { AdminPage } from "../../lib/ui/admin-page.tsx";
import { Empty } from "../../lib/ui/states.tsx";
import { type Filter, noFilter, queryOf, wrongPeriod } from "./filter.ts";
import { Filters } from "./filters.tsx";
import { RecordList } from "../../lib/ui/record-list.tsx";
import { RecordView } from "./record-view.tsx";
import { useDesk } from "../../lib/desk/context.ts";
import { useRecords } from "../../lib/ui/use-records.ts";

/** Who changed what in the set-up, and when. */
export default function AuditPage() {
  const { t } = useTranslation("audit");
  const { call, clock } = useDesk();
  const [filter, setFilter] = useState(noFilter);
  // The last filter that the API takes: while a period makes no sense, what was found before it stays.
  const [asked, setAsked] = useState(noFilter);
  const ask = (wanted: Filter): void => {
    setFilter(wanted);
    if (wrongPeriod(wanted, clock()) === null) setAsked(wanted);
  };
  const records = useRecords(["audit", asked], (cursor, signal) =>
    call(
      "listAudit",
      { query: { ...queryOf(asked), limit: 50, ...(cursor === undefined ? {} : { cursor }) } },
      { signal },
    ),
  );
  const { items } = records;
  const actors = useMemo(
    () =>
      new Map(
        (items ?? []).flatMap(({ actorId, actorName }) =>
          actorId === null || actorName === null ? [] : [[actorId, actorName] as const],
        ),
      ),
    [items],
  );
  return (
    <AdminPage title={t("title")} hint={t("hint")}>
      <Filters filter={filter} setFilter={ask} actors={actors} />
      <RecordList
        key={JSON.stringify(asked)}
        label={t("title")}
        records={records}
        empty={
          <Empty icon={<IconHistory size={32} stroke={1.3} />} title={t("empty")} hint={t("emptyHint")} />
        }
        row={(record) => (
          <RecordView
            record={record}
            actors={actors}
            only={
              filter.resourceId === null
                ? () => ask({ ...noFilter, resourceId: record.resourceId })
                : undefined
            }
            onlyActor={
              filter.actorId === null && record.actorId !== null
                ? () => ask({ ...noFilter, actorId: record.actorId })
                : undefined
            }
          />
        )}
      />
    </AdminPage>
  );
}

import { IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AdminPage } from "../../lib/ui/admin-page.tsx";
import { Empty } from "../../lib/ui/states.tsx";
import { Filters } from "./filters.tsx";
import { RecordList } from "../../lib/ui/record-list.tsx";
import { RecordView } from "./record-view.tsx";
import { noFilter, queryOf } from "./filter.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useRecords } from "../../lib/ui/use-records.ts";

/** Who changed what in the set-up, and when. */
export default function AuditPage() {
  const { t } = useTranslation("audit");
  const { call } = useDesk();
  const [filter, setFilter] = useState(noFilter);
  const records = useRecords(["audit", filter], (cursor, signal) =>
    call(
      "listAudit",
      { query: { ...queryOf(filter), limit: 50, ...(cursor === undefined ? {} : { cursor }) } },
      { signal },
    ),
  );
  return (
    <AdminPage title={t("title")} hint={t("hint")}>
      <Filters filter={filter} setFilter={setFilter} />
      <RecordList
        key={JSON.stringify(filter)}
        label={t("title")}
        records={records}
        empty={
          <Empty icon={<IconHistory size={32} stroke={1.3} />} title={t("empty")} hint={t("emptyHint")} />
        }
        row={(record) => (
          <RecordView
            record={record}
            only={
              filter.resourceId === null
                ? () => setFilter({ ...noFilter, resourceId: record.resourceId })
                : undefined
            }
          />
        )}
      />
    </AdminPage>
  );
}

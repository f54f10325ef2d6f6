import { Badge, Button, Select } from "@mantine/core";
import { IconPlus, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { AdminPage } from "../../lib/ui/admin-page.tsx";
import { agentsKey, type Agent } from "./agents.ts";
import { Empty } from "../../lib/ui/states.tsx";
import { Face } from "./face.tsx";
import { LiveBadge } from "./live-badge.tsx";
import { RatingShown } from "./rating-shown.tsx";
import { RecordList } from "../../lib/ui/record-list.tsx";
import { RecordRow } from "../../lib/ui/record-row.tsx";
import { sectorsOf } from "./rights.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useDirectory } from "../../lib/directory/directory.ts";
import { useLives } from "./use-lives.ts";
import { useRecords } from "../../lib/ui/use-records.ts";
import { useWhole } from "../../lib/ui/use-whole.ts";

/** Everybody whom the person manages: who is there now, and how contacts rate them. */
export function AgentList() {
  const { t } = useTranslation("agents");
  const { call } = useDesk();
  const { data: directory } = useDirectory();
  const [sectorId, setSectorId] = useState<string | null>(null);
  const records = useRecords([agentsKey], (cursor, signal) =>
    call("listAgents", { query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) } }, { signal }),
  );
  useWhole(records, sectorId !== null);
  const lives = useLives(records.items);
  const { sectors = [], queues = [] } = directory ?? {};
  const ofSector = (agent: Agent): boolean =>
    sectorId === null || sectorsOf(agent, queues).some((id) => id === sectorId);
  const placesOf = (agent: Agent): string =>
    agent.role === "admin"
      ? t("everywhere")
      : [
          ...sectors.filter(({ id }) => agent.sectorIds.includes(id)),
          ...queues.filter(({ id }) => agent.queueIds.includes(id)),
        ]
          .map(({ name }) => name)
          .join(", ");
  const invite = (
    <Button component={Link} href="/new" leftSection={<IconPlus size={16} />}>
      {t("list.invite")}
    </Button>
  );
  return (
    <AdminPage title={t("title")} hint={t("hint")} actions={invite}>
      <RecordList
        label={t("title")}
        records={{ ...records, items: records.items?.filter(ofSector) }}
        textOf={(agent) => `${agent.name} ${agent.email} ${placesOf(agent)} ${t(`role.${agent.role}`)}`}
        tools={
          sectors.length > 1 ? (
            <Select
              aria-label={t("list.sector")}
              placeholder={t("list.allSectors")}
              data={sectors.map(({ id, name }) => ({ value: id, label: name }))}
              value={sectorId}
              onChange={setSectorId}
              clearable
              searchable
              w={200}
            />
          ) : undefined
        }
        empty={
          <Empty
            icon={<IconUsers size={32} stroke={1.3} />}
            title={t(sectorId === null ? "list.emptyTitle" : "list.nobodyHere")}
            hint={t("list.emptyHint")}
          />
        }
        row={(agent) => (
          <RecordRow
            icon={<Face name={agent.name} photo={null} size={38} />}
            title={agent.name}
            hint={[t(`role.${agent.role}`), placesOf(agent)].filter((text) => text !== "").join(" · ")}
            href={`/${agent.id}`}
            state={
              <>
                <RatingShown person={agent} />
                {agent.active ? (
                  <LiveBadge live={lives.get(agent.id)} />
                ) : (
                  <Badge variant="default">{t("inactive")}</Badge>
                )}
              </>
            }
          />
        )}
      />
    </AdminPage>
  );
}

import { Badge, Button } from "@mantine/core";
import { IconBrandWhatsapp, IconMessageCircle, IconPlugConnected, IconPlus } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { AdminPage } from "../../lib/ui/admin-page.tsx";
import { Empty } from "../../lib/ui/states.tsx";
import { RecordList } from "../../lib/ui/record-list.tsx";
import { RecordRow } from "../../lib/ui/record-row.tsx";
import { useDesk } from "../../lib/desk/context.ts";
import { useRecords, useRefresh } from "../../lib/ui/use-records.ts";

/** How often the list is asked for while one of it is being removed, in milliseconds. */
const whileRemoving = 10_000;

/** Every channel, and who receives its customers. */
export function ChannelList() {
  const { t } = useTranslation(["channels", "common"]);
  const { call } = useDesk();
  const records = useRecords(["channels"], (cursor, signal) =>
    call("listChannels", { query: { cursor, limit: 100 } }, { signal }),
  );
  const refresh = useRefresh();
  const isRemoving = records.items?.some(({ removing }) => removing !== null) === true;
  useEffect(() => {
    if (!isRemoving) return undefined;
    const timer = setInterval(() => refresh("channels"), whileRemoving);
    return () => clearInterval(timer);
    // What has it asked again is the same each time.
  }, [isRemoving]);
  const add = (
    <Button component={Link} href="/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t("list.add")}
    </Button>
  );
  return (
    <AdminPage title={t("common:admin.channels")} hint={t("list.hint")} actions={add}>
      <RecordList
        label={t("common:admin.channels")}
        records={records}
        textOf={(it) =>
          `${it.name} ${it.kind === "whatsapp" ? it.displayNumber : it.allowedOrigins.join(" ")}`
        }
        empty={
          <Empty
            icon={<IconPlugConnected size={32} stroke={1.3} />}
            title={t("list.none")}
            hint={t("list.noneHint")}
          >
            {add}
          </Empty>
        }
        row={(channel) => (
          <RecordRow
            href={`/${channel.id}`}
            icon={
              channel.kind === "whatsapp" ? (
                <IconBrandWhatsapp size={22} stroke={1.6} />
              ) : (
                <IconMessageCircle size={22} stroke={1.6} />
              )
            }
            title={channel.name}
            hint={channel.kind === "whatsapp" ? channel.displayNumber : channel.allowedOrigins.join(", ")}
            state={
              <>
                {channel.removing === null ? null : (
                  <Badge variant="light" color="yellow" tt="none">
                    {t("list.removing")}
                  </Badge>
                )}
                <Badge
                  variant="light"
                  color={channel.reception.kind === "none" ? "gray" : "balcao"}
                  tt="none"
                >
                  {t(`reception.short.${channel.reception.kind}`)}
                </Badge>
              </>
            }
          />
        )}
      />
    </AdminPage>
  );
}

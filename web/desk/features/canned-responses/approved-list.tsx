import { ActionIcon, Select } from "@mantine/core";
import { IconMessage2Star, IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SectorId } from "../../../../shared/contracts/ids.ts";
import { mayManage } from "../../../../shared/domain/authorisation.ts";
import { type CannedResponse, useCanned } from "./canned.ts";
import { Empty } from "../../lib/ui/states.tsx";
import { RecordList } from "../../lib/ui/record-list.tsx";
import { RecordRow } from "../../lib/ui/record-row.tsx";
import { RemoveButton } from "./remove-button.tsx";
import { useDesk } from "../../lib/desk/context.ts";
import { useNames } from "../../lib/directory/directory.ts";
import { useWhole } from "../../lib/ui/use-whole.ts";
import { useSectorChoice } from "./use-sector-choice.ts";
import classes from "./canned.module.css";

/** The choice of those that are for every sector. */
const general = "general";

/** The responses in use, of all sectors or of one. */
export function ApprovedList({ edit }: { readonly edit: (response: CannedResponse) => void }) {
  const { t } = useTranslation("canned-responses");
  const { me } = useDesk();
  const names = useNames();
  const sectors = useSectorChoice();
  const [place, setPlace] = useState<string | null>(null);
  const records = useCanned("approved", place === null || place === general ? null : (place as SectorId));
  useWhole(records, place === general);
  const items =
    place === general ? records.items?.filter(({ sectorId }) => sectorId === null) : records.items;
  const placeOf = ({ sectorId }: CannedResponse): string =>
    sectorId === null ? t("general") : (names.sector(sectorId) ?? "");
  return (
    <RecordList
      label={t("tabs.approved")}
      records={{ ...records, items }}
      textOf={(it) => `${it.shortcut} ${it.text} ${placeOf(it)}`}
      tools={
        <Select
          aria-label={t("sector")}
          placeholder={t("allSectors")}
          data={[
            { value: general, label: t("general") },
            ...sectors.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={place}
          onChange={setPlace}
          clearable
          searchable
          w={220}
        />
      }
      empty={
        <Empty
          icon={<IconMessage2Star size={32} stroke={1.3} />}
          title={t("empty.approved")}
          hint={t("empty.approvedHint")}
        />
      }
      row={(it) => (
        <RecordRow
          title={`/${it.shortcut}`}
          hint={<span className={classes["text"]}>{it.text}</span>}
          state={placeOf(it)}
          actions={
            mayManage(me.agent, it.sectorId) ? (
              <>
                <ActionIcon
                  data-hint={t("edit", { shortcut: it.shortcut })}
                  variant="subtle"
                  color="gray"
                  aria-label={t("edit", { shortcut: it.shortcut })}
                  onClick={() => edit(it)}
                >
                  <IconPencil size={18} stroke={1.6} />
                </ActionIcon>
                <RemoveButton response={it} />
              </>
            ) : undefined
          }
        />
      )}
    />
  );
}

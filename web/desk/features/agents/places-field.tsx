import { Checkbox, NumberInput, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Places, withLimit, withQueue, withSector } from "./places.ts";
import type { Directory, Sector } from "../../lib/directory/directory.ts";
import type { Role } from "../../../../shared/contracts/values.ts";
import { matches } from "../../lib/ui/search.ts";
import { sectorsOf, sectorsToGive } from "./rights.ts";
import { useDesk } from "../../lib/desk/context.ts";
import classes from "./places-field.module.css";

interface Props {
  readonly role: Role;
  readonly value: Places;
  readonly onChange: (places: Places) => void;
  readonly directory: Directory;
  readonly error?: string | undefined;
  readonly disabled?: boolean;
}

/** From how many sectors on they can be searched. */
const many = 8;

/** Where somebody works, sector by sector: whether they manage or follow it, which of its queues they serve, and how much at once. */
export function PlacesField({ role, value, onChange, directory, error, disabled = false }: Props) {
  const { t } = useTranslation("agents");
  const { me } = useDesk();
  const [search, setSearch] = useState("");
  const limits = useSectorLimits();
  const own = sectorsToGive(me, directory.sectors);
  const theirs = sectorsOf(value, directory.queues);
  const listed = directory.sectors.filter((sector) => own.includes(sector) || theirs.includes(sector.id));
  const shown = listed.filter(({ id, name }) =>
    matches(
      [name, ...directory.queues.filter(({ sectorId }) => sectorId === id).map((queue) => queue.name)].join(
        " ",
      ),
      search.trim(),
    ),
  );
  if (listed.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("places.noSectors")}
      </Text>
    );
  return (
    <div>
      {listed.length > many ? (
        <TextInput
          type="search"
          mb="sm"
          maw={320}
          aria-label={t("places.search")}
          placeholder={t("places.search")}
          leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      ) : null}
      <div className={classes["sectors"]}>
        {shown.map((sector) => (
          <SectorPlaces
            key={sector.id}
            {...{ sector, role, value, onChange }}
            queues={directory.queues.filter(({ sectorId }) => sectorId === sector.id)}
            usualLimit={limits.get(sector.id)}
            disabled={disabled || !own.includes(sector)}
          />
        ))}
      </div>
      {error === undefined ? null : (
        <Text size="sm" c="red" mt="xs" role="alert">
          {error}
        </Text>
      )}
    </div>
  );
}

function SectorPlaces(props: {
  readonly sector: Sector;
  readonly role: Role;
  readonly queues: Directory["queues"];
  readonly value: Places;
  readonly onChange: (places: Places) => void;
  readonly usualLimit: number | undefined;
  readonly disabled: boolean;
}) {
  const { t } = useTranslation("agents");
  const { sector, role, queues, value, onChange, usualLimit, disabled } = props;
  const serves = role !== "viewer" && queues.some(({ id }) => value.queueIds.includes(id));
  return (
    <fieldset className={classes["sector"]}>
      <legend className={classes["name"]}>
        {sector.name}
        {sector.active ? null : <span className={classes["quiet"]}> · {t("places.inactive")}</span>}
      </legend>
      {role === "supervisor" || role === "viewer" ? (
        <Checkbox
          label={t(role === "supervisor" ? "places.manages" : "places.reads")}
          disabled={disabled}
          checked={value.sectorIds.includes(sector.id)}
          onChange={(event) => onChange(withSector(value, sector.id, event.currentTarget.checked))}
        />
      ) : null}
      {role === "viewer" ? null : (
        <div
          className={classes["queues"]}
          role="group"
          aria-label={t("places.queues", { sector: sector.name })}
        >
          {queues.length === 0 ? <span className={classes["quiet"]}>{t("places.noQueues")}</span> : null}
          {queues.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={t("places.serves", { queue: name })}
              disabled={disabled}
              checked={value.queueIds.includes(id)}
              onChange={(event) => onChange(withQueue(value, id, event.currentTarget.checked, queues))}
            />
          ))}
        </div>
      )}
      {serves ? (
        <NumberInput
          className={classes["limit"] ?? ""}
          size="xs"
          label={t("places.limit")}
          placeholder={
            usualLimit === undefined ? t("places.usual") : t("places.usualIs", { limit: usualLimit })
          }
          min={0}
          max={1_000}
          allowDecimal={false}
          disabled={disabled}
          value={value.limits[sector.id] ?? ""}
          onChange={(limit) => onChange(withLimit(value, sector.id, limit === "" ? null : Number(limit)))}
        />
      ) : null}
    </fieldset>
  );
}

/** How much one agent takes at once in each sector, where they have no limit of their own. */
function useSectorLimits(): ReadonlyMap<string, number> {
  const { call } = useDesk();
  const { data } = useQuery({
    queryKey: ["sectors", "limits"],
    staleTime: 60_000,
    queryFn: async ({ signal }) => (await call("listSectors", { query: { limit: 100 } }, { signal })).items,
  });
  return new Map((data ?? []).map(({ id, ticketLimit }) => [id, ticketLimit]));
}

import { Button, Pill, Select, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AuditedKind } from "../../../../shared/contracts/audit.ts";
import { DayField } from "../../lib/forms/day-field.tsx";
import { type ActorNames, useShown } from "./use-shown.ts";
import { type Filter, noFilter, wrongPeriod } from "./filter.ts";
import { useActors } from "./use-actors.ts";
import { useDesk } from "../../lib/desk/context.ts";
import classes from "./audit.module.css";

const kinds = [
  ...(["agent", "sector", "queue", "tag", "channel", "canned-response", "pause-reason"] as const),
  ...(["settings", "webhook", "api-key", "session", "contact"] as const),
] as const satisfies readonly AuditedKind[];

/** What of the audit is shown: time, who, what. */
export function Filters(props: {
  readonly filter: Filter;
  readonly setFilter: (filter: Filter) => void;
  readonly actors: ActorNames;
}) {
  const { t } = useTranslation("audit");
  const { clock } = useDesk();
  const { filter, setFilter, actors } = props;
  const choice = useActors(actors, filter.actorId);
  const shown = useShown(actors);
  const { resourceId } = filter;
  const wrong = wrongPeriod(filter, clock());
  return (
    <div className={classes["filters"]}>
      <DayField
        label={t("filter.from")}
        value={filter.from}
        onChange={(from) => setFilter({ ...filter, from })}
        error={wrong !== null}
      />
      <DayField label={t("filter.to")} value={filter.to} onChange={(to) => setFilter({ ...filter, to })} />
      <Select
        label={t("filter.actor")}
        placeholder={t("filter.anyone")}
        data={[...choice]}
        value={filter.actorId}
        onChange={(id) => setFilter({ ...filter, actorId: id })}
        searchable
        clearable
      />
      <Select
        label={t("filter.kind")}
        placeholder={t("filter.anything")}
        data={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        value={filter.kind}
        onChange={(kind) => setFilter({ ...filter, kind })}
        clearable
      />
      {filter === noFilter ? null : (
        <Button variant="subtle" color="gray" onClick={() => setFilter(noFilter)}>
          {t("filter.clear")}
        </Button>
      )}
      {wrong === null ? null : (
        <Text size="sm" c="red" role="alert" className={classes["wrong"] ?? ""}>
          {t(`filter.${wrong}`)}
        </Text>
      )}
      {resourceId === null ? null : <Pill size="md">{shown.name(resourceId) ?? t("filter.one")}</Pill>}
    </div>
  );
}

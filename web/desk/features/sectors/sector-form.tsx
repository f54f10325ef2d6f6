import { useTranslation } from "react-i18next";
import * as z from "zod";
import { sectorRules } from "../../../../shared/contracts/organisation.ts";
import { AdminSection } from "../../lib/ui/admin-page.tsx";
import { BasicsPart } from "./parts/basics-part.tsx";
import { HoursPart } from "./parts/hours-part.tsx";
import { InactivityPart } from "./parts/inactivity-part.tsx";
import { RecordForm } from "../../lib/forms/record-form.tsx";
import { isGoing } from "./gone.ts";
import { useExplainedPosts } from "./post-errors.ts";
import { readSector, type SectorRecord, type SectorValues } from "./values.ts";
import { ServiceLevelPart } from "./parts/service-level-part.tsx";
import { tell } from "../../lib/ui/tell.ts";
import { useBusinessZone } from "../../lib/directory/directory.ts";
import { useContractForm } from "../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useRefresh } from "../../lib/ui/use-records.ts";
import { WorkPart } from "./parts/work-part.tsx";

const { active: _, ...rules } = sectorRules;
const schema = z.strictObject(rules);

/** What is decided about a sector that is there. */
export default function SectorForm(props: {
  readonly sector: SectorRecord;
  readonly onSaved: (sector: SectorRecord) => void;
}) {
  const { t } = useTranslation("sectors");
  const { call } = useDesk();
  const { sector } = props;
  const refresh = useRefresh();
  const timeZone = useBusinessZone();
  const contract = useContractForm<SectorValues, SectorRecord>({
    schema,
    initial: readSector(sector).values,
    version: sector.version,
    async save(_values, patch) {
      try {
        return await call("changeSector", { params: { sectorId: sector.id }, body: patch });
      } catch (error) {
        if (isGoing(error)) refresh("sector");
        throw error;
      }
    },
    read: readSector,
    explain: useExplainedPosts(),
    onSaved(saved) {
      props.onSaved(saved);
      tell({ kind: "done", text: t("saved") });
    },
  });
  const { form } = contract;
  return (
    <RecordForm of={contract} disabled={sector.removing !== null}>
      <AdminSection title={t("steps.basics")}>
        <BasicsPart form={form} />
      </AdminSection>
      <AdminSection title={t("steps.hours")}>
        <HoursPart form={form} timeZone={timeZone} />
      </AdminSection>
      <AdminSection title={t("steps.work")}>
        <WorkPart form={form} />
      </AdminSection>
      <AdminSection title={t("inactivity.title")}>
        <InactivityPart form={form} />
      </AdminSection>
      <AdminSection title={t("serviceLevel.title")}>
        <ServiceLevelPart form={form} />
      </AdminSection>
    </RecordForm>
  );
}

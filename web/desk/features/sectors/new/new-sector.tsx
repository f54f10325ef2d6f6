import { Alert, Button, Paper, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { AdminPage } from "../../../lib/ui/admin-page.tsx";
import { BasicsPart } from "../parts/basics-part.tsx";
import { Empty } from "../../../lib/ui/states.tsx";
import { firstError } from "../../../lib/forms/first-error.ts";
import { HoursPart } from "../parts/hours-part.tsx";
import { InactivityPart } from "../parts/inactivity-part.tsx";
import { NoTags } from "../tags/no-tags.tsx";
import { QueueFields } from "../queues/queue-fields.tsx";
import { RecordForm } from "../../../lib/forms/record-form.tsx";
import { ServiceLevelPart } from "../parts/service-level-part.tsx";
import { type Step, steps } from "./steps.ts";
import { StepList } from "./step-list.tsx";
import { TagEditor } from "../tags/tag-editor.tsx";
import { withTyped } from "../tags/tag-changes.ts";
import { isAdmin } from "../may.ts";
import { useBusinessZone } from "../../../lib/directory/directory.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNewSector } from "./use-new-sector.ts";
import { WorkPart } from "../parts/work-part.tsx";
import classes from "./new-sector.module.css";

/** From nothing to a sector that works: who, when, how, its first queue, its tags. */
export default function NewSector() {
  const { t } = useTranslation(["sectors", "common"]);
  const { me } = useDesk();
  const [, navigate] = useLocation();
  const [step, setStep] = useState<Step>("basics");
  const { contract, toStep, made } = useNewSector({
    step,
    setStep,
    created: (sectorId) => navigate(`/${sectorId}/queues`),
  });
  const back = { href: "/", label: t("common:admin.sectors") };
  if (!isAdmin(me))
    return (
      <AdminPage title={t("new.title")} back={back}>
        <Empty title={t("notYours")} />
      </AdminPage>
    );
  const index = steps.indexOf(step);
  const previous = made === null ? steps[index - 1] : undefined;
  const next = steps[index + 1];
  return (
    <AdminPage title={t("new.title")} hint={t("new.hint")} back={back}>
      <StepList step={step} go={toStep} disabled={made !== null} />
      {made === null ? null : <Alert color="yellow">{t("new.tagsLeft")}</Alert>}
      <RecordForm
        of={contract}
        always
        submitLabel={t(made !== null ? "new.saveTags" : next === undefined ? "new.create" : "new.next")}
        cancel={() => navigate(made === null ? "/" : `/${made}/tags`)}
        instead={() => {
          if (next !== undefined) return toStep(next);
          const typed = withTyped(contract.form.values, crypto.randomUUID());
          if (typed === null) return;
          contract.form.setValues(typed);
          contract.submit();
        }}
        {...(previous === undefined
          ? {}
          : {
              before: (
                <Button variant="default" onClick={() => setStep(previous)}>
                  {t("new.previous")}
                </Button>
              ),
            })}
      >
        <Paper withBorder className={classes["step"] ?? ""} component="section" key={step}>
          <div>
            <Title order={2} size="h4">
              {t(`steps.${step}`)}
            </Title>
            <Text size="sm" c="dimmed">
              {t(`new.hints.${step}`)}
            </Text>
          </div>
          <StepFields step={step} contract={contract} isMade={made !== null} />
        </Paper>
      </RecordForm>
    </AdminPage>
  );
}

function StepFields(props: {
  readonly step: Step;
  readonly contract: ReturnType<typeof useNewSector>["contract"];
  readonly isMade: boolean;
}) {
  const { t } = useTranslation("sectors");
  const { form } = props.contract;
  const timeZone = useBusinessZone();
  switch (props.step) {
    case "basics":
      return <BasicsPart form={form} />;
    case "hours":
      return <HoursPart form={form} timeZone={timeZone} />;
    case "work":
      return (
        <>
          <WorkPart form={form} />
          <Title order={3} size="h5">
            {t("inactivity.title")}
          </Title>
          <InactivityPart form={form} />
          <Title order={3} size="h5">
            {t("serviceLevel.title")}
          </Title>
          <ServiceLevelPart form={form} />
        </>
      );
    case "queue":
      return (
        <QueueFields
          path="queue."
          mostAgents={20}
          managerIds={form.values.managerIds}
          value={{ routing: form.values.routing, ...form.values.queue }}
          errors={form.errors}
          onChange={(changed) => form.setFieldValue("queue", { ...form.values.queue, ...changed })}
        />
      );
    case "tags":
      return (
        <>
          <TagEditor
            value={form.values}
            onChange={(changed) => form.setValues(changed)}
            errorAt={(at) => firstError(form.errors, `tags.${at}`)}
          />
          {form.values.tagsRequired && form.values.tags.length === 0 ? (
            <NoTags {...(props.isMade ? {} : { relax: () => form.setFieldValue("tagsRequired", false) })} />
          ) : null}
        </>
      );
  }
}

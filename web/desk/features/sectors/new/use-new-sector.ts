import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import * as z from "zod";
import type { SectorId } from "../../../../../shared/contracts/ids.ts";
import { Tag } from "../../../../../shared/contracts/organisation.ts";
import { NewSector } from "../../../../../shared/contracts/routes/sectors.ts";
import { emptyQueue, type QueueValues, type SectorValues } from "../values.ts";
import { firstStepOf, type Step, stepOf, steps } from "./steps.ts";
import type { TagDraft } from "../tags/tag-changes.ts";
import { tell } from "../../../lib/ui/tell.ts";
import { useContractForm } from "../../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useRefresh } from "../../../lib/ui/use-records.ts";

type Values = SectorValues & { readonly queue: QueueValues; readonly tags: readonly TagDraft[] };

const schema = z.strictObject({
  ...NewSector.shape,
  tags: z.array(z.object({ name: Tag.shape.name })),
});

/** The whole guided form as one: the steps only show parts of it, and check theirs before the next. */
export function useNewSector(props: {
  readonly step: Step;
  readonly setStep: (step: Step) => void;
  readonly created: (sectorId: SectorId) => void;
}) {
  const { t } = useTranslation("sectors");
  const { call } = useDesk();
  const refresh = useRefresh();
  const { step, setStep } = props;
  // The same act until it succeeded: what was made before a failure is not made twice.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [initial] = useState((): Values => beginning(t("hours.textExample"), t("new.firstQueue")));
  const contract = useContractForm<Values, SectorId>({
    schema,
    initial,
    async save({ tags, queue, ...values }) {
      // The queue of a new sector is routed as the sector says unless it was changed.
      const { sector } = await call("createSector", { body: { ...values, queue } }, { idempotencyKey });
      for (const { key, name } of tags)
        await call("createTag", { params: { sectorId: sector.id }, body: { name } }, { idempotencyKey: key });
      return sector.id;
    },
    onSaved(sectorId) {
      refresh("sectors", "queues", "directory");
      tell({ kind: "done", text: t("new.created") });
      props.created(sectorId);
    },
  });
  const { errors } = contract.form;
  // Where saving found something wrong on a step that is not shown, that step is.
  useEffect(() => {
    const paths = Object.keys(errors);
    const wrong = firstStepOf(paths);
    if (wrong !== undefined && !paths.some((path) => stepOf(path) === step)) setStep(wrong);
  }, [errors, step, setStep]);
  const toStep = (wanted: Step): void => {
    const forward = steps.indexOf(wanted) > steps.indexOf(step);
    const before = steps.slice(0, steps.indexOf(wanted));
    if (!forward || contract.check((path) => before.includes(stepOf(path)))) setStep(wanted);
  };
  return { contract, toStep };
}

const beginning = (outOfHours: string, queueName: string): Values => ({
  name: "",
  managerIds: [],
  hours: null,
  outOfHours: { kind: "queue", text: outOfHours },
  ticketLimit: 5,
  outreach: false,
  inactivity: null,
  serviceLevel: { wait: null, firstResponse: null, handling: null },
  tagsRequired: true,
  survey: false,
  routing: "automatic",
  queue: { ...emptyQueue("automatic"), name: queueName },
  tags: [],
});

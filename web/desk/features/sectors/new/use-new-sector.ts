import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import * as z from "zod";
import type { SectorId } from "../../../../../shared/contracts/ids.ts";
import { NewSector } from "../../../../../shared/contracts/routes/sectors.ts";
import { emptyQueue, type QueueValues, type SectorValues } from "../values.ts";
import { firstStepOf, type Step, stepOf, steps } from "./steps.ts";
import type { TagsTyped } from "../tags/tag-changes.ts";
import { noteServed } from "../queues/served.ts";
import { tagsTyped } from "../tags/tag-schema.ts";
import { tell } from "../../../lib/ui/tell.ts";
import { useActKey } from "../../../lib/forms/use-act-key.ts";
import { useContractForm } from "../../../lib/forms/use-contract-form.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useExplainedPosts } from "../post-errors.ts";
import { useRefresh } from "../../../lib/ui/use-records.ts";
import { useSaveTags } from "../tags/use-save-tags.ts";

/** The first queue; it is routed as the sector says, until something else was chosen for it. */
type FirstQueue = Omit<QueueValues, "routing"> & { readonly routing?: QueueValues["routing"] };
export type NewSectorValues = SectorValues & TagsTyped & { readonly queue: FirstQueue };

const schema = z.strictObject({ ...NewSector.shape, ...tagsTyped });

/** The whole guided form as one: the steps only show parts of it, and check theirs before the next. */
export function useNewSector(props: {
  readonly step: Step;
  readonly setStep: (step: Step) => void;
  readonly created: (sectorId: SectorId) => void;
}) {
  const { t } = useTranslation("sectors");
  const { call, clock } = useDesk();
  const refresh = useRefresh();
  const { step, setStep } = props;
  const keyOf = useActKey();
  const { save: saveTags } = useSaveTags();
  const explainPosts = useExplainedPosts("queue.");
  // The sector is there, and tags of it failed: what else was decided is on its page now.
  const [made, setMade] = useState<SectorId | null>(null);
  const madeNow = useRef(made);
  const [initial] = useState(() => beginning(t("hours.textExample"), t("new.firstQueue")));
  const contract = useContractForm<NewSectorValues, SectorId>({
    schema,
    initial,
    async save({ tags, newTag: _, ...body }) {
      try {
        if (madeNow.current === null) {
          const { sector, queue } = await call("createSector", { body }, { idempotencyKey: keyOf(body) });
          madeNow.current = sector.id;
          noteServed(queue.id, body.queue.agentIds.length, clock());
        }
        await saveTags(madeNow.current, tags);
        return madeNow.current;
      } catch (error) {
        setMade(madeNow.current);
        throw error;
      } finally {
        // Also where no answer came or tags failed: the sector may be there.
        refresh("sectors", "queues", "tags", "directory", "agents", "agent");
      }
    },
    onSaved(sectorId) {
      tell({ kind: "done", text: t("new.created") });
      props.created(sectorId);
    },
    explain: (error, values) => (madeNow.current === null ? explainPosts(error, values) : null),
    wrong: { "tags.*.name": t("tags.twice") },
    // Where something is wrong on steps that are not shown, the first of them is.
    onWrong(paths) {
      const wrong = firstStepOf(paths);
      if (wrong !== undefined && !paths.some((path) => stepOf(path) === step)) setStep(wrong);
    },
  });
  const toStep = (wanted: Step): void => {
    if (made !== null) return;
    const forward = steps.indexOf(wanted) > steps.indexOf(step);
    const before = steps.slice(0, steps.indexOf(wanted));
    if (!forward || contract.check((path) => before.includes(stepOf(path)))) setStep(wanted);
  };
  return { contract, toStep, made };
}

function beginning(outOfHours: string, queueName: string): NewSectorValues {
  const { routing: _, ...queue } = emptyQueue("automatic");
  return {
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
    queue: { ...queue, name: queueName },
    tags: [],
    newTag: "",
  };
}

import { lazy, type Ref, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { lockOf, mayNote } from "../may.ts";
import type { Kind } from "./drafts.ts";
import { Locked } from "./locked.tsx";
import { maySee } from "../../../../../shared/domain/authorisation.ts";
import { tell } from "../../../lib/ui/tell.ts";
import { timeOf } from "../../../lib/time/clock.ts";
import { useCommands } from "../../../lib/commands/registry.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNow } from "../../../lib/ui/use-now.ts";
import { windowIsOpen } from "../../../../../shared/domain/time.ts";
import { type ComposerHandle, Writer } from "./writer.tsx";

const ForceTakeDialog = lazy(async () => ({
  default: (await import("../dialogs/small-dialogs.tsx")).ForceTakeDialog,
}));
const TemplateDialog = lazy(() => import("./template-dialog.tsx"));

export type { ComposerHandle };

/** Where the answer is written, or why it cannot be; notes between colleagues are written here in either case. */
export function Composer({ head, ref }: { readonly head: Ticket; readonly ref: Ref<ComposerHandle> }) {
  const { t } = useTranslation("workspace");
  const { me, clock } = useDesk();
  const now = useNow(clock, 15_000);
  const [kind, setKind] = useState<Kind>("message");
  const [choosing, setChoosing] = useState(false);
  const [forcing, setForcing] = useState(false);
  const lock = lockOf(head, me, windowIsOpen(head.lastInboundAt, timeOf(now)));
  const notes = mayNote(head, me) && maySee(me.agent, head);
  const templates = lock === null || lock === "window";
  useEffect(() => {
    if (!choosing || templates) return;
    // It does not come up again by itself either.
    setChoosing(false);
    tell({ kind: "error", text: t("template.over") });
  }, [choosing, templates, t]);
  const group = t("commands.group");
  useCommands([
    ...(templates
      ? [{ id: "templates", label: t("template.open"), group, keys: "M", run: () => setChoosing(true) }]
      : []),
    ...(notes ? [{ id: "note", label: t("note.write"), group, keys: "N", run: () => setKind("note") }] : []),
  ]);
  const noting = kind === "note" && notes;
  return (
    <>
      {lock === null || noting ? (
        // Answers and notes are written apart, and keep apart what was begun.
        <Writer
          key={noting ? "note" : "message"}
          ref={ref}
          head={head}
          kind={noting ? "note" : "message"}
          setKind={notes ? setKind : null}
          chooseTemplate={lock === null ? () => setChoosing(true) : null}
        />
      ) : (
        <Locked
          head={head}
          lock={lock}
          note={notes ? () => setKind("note") : null}
          chooseTemplate={() => setChoosing(true)}
          force={() => setForcing(true)}
        />
      )}
      {choosing && templates ? (
        <Suspense>
          <TemplateDialog head={head} leave={() => setChoosing(false)} />
        </Suspense>
      ) : null}
      {forcing ? (
        <Suspense>
          <ForceTakeDialog head={head} leave={() => setForcing(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

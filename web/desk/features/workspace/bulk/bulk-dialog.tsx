import { Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { BulkClose } from "./bulk-close.tsx";
import type { BulkName } from "./names.ts";
import { BulkTransfer } from "./bulk-transfer.tsx";
import { Results } from "./results.tsx";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { type BulkAct, type Result, useBulk, withAgain } from "./use-bulk.ts";
import { useFocusBack } from "../../../lib/ui/focus.ts";

/** Closes or transfers several tickets, and tells what became of each. */
export default function BulkDialog(props: {
  readonly name: BulkName;
  readonly chosen: readonly Ticket[];
  /** `done`: it was carried out. */
  readonly leave: (done: boolean) => void;
}) {
  const { name, leave } = props;
  const { t } = useTranslation(["workspace", "common"]);
  // Those that were chosen as it opened: the list may change meanwhile.
  const [heads] = useState(props.chosen);
  const bulk = useBulk();
  const [results, setResults] = useState<readonly Result[] | null>(null);
  useFocusBack();
  const done = results !== null;
  const form = { heads, busy: bulk.isPending, error: bulk.error, leave: () => leave(false) };
  const first = (act: BulkAct): void => bulk.mutate({ heads, act }, { onSuccess: setResults });
  return (
    <Modal
      opened
      onClose={() => leave(done)}
      title={t(`bulk.title.${name}`, { count: heads.length })}
      closeButtonProps={{ "aria-label": t("common:state.close") }}
    >
      {results !== null ? (
        <Results
          name={name}
          results={results}
          busy={bulk.isPending}
          again={(unattended) => {
            const act = bulk.variables?.act;
            if (act?.action === "transfer")
              bulk.mutate(
                { heads: unattended, act: { ...act, confirmed: true } },
                { onSuccess: (again) => setResults(withAgain(results, again)) },
              );
          }}
          leave={() => leave(true)}
        />
      ) : name === "close" ? (
        <BulkClose {...form} act={first} />
      ) : (
        <BulkTransfer {...form} act={first} />
      )}
    </Modal>
  );
}

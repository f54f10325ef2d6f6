import type { SectorId } from "../../../../shared/contracts/ids.ts";
import type { AnswerOf } from "../../lib/api/types.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useRecords, useRefresh } from "../../lib/ui/use-records.ts";

export type CannedResponse = AnswerOf<"listCannedResponses">["items"][number];
/** What became of a response; each has a list of its own. */
export type CannedState = CannedResponse["state"]["kind"];

const cannedKey = "canned-responses";

/** The canned responses of one state that the person may see; of one sector, or of all. */
export function useCanned(state: CannedState, sectorId: SectorId | null = null) {
  const { call } = useDesk();
  return useRecords([cannedKey, state, sectorId], (cursor, signal) =>
    call(
      "listCannedResponses",
      {
        query: {
          ...{ state, limit: 100 },
          ...(sectorId === null ? {} : { sectorId }),
          ...(cursor === undefined ? {} : { cursor }),
        },
      },
      { signal },
    ),
  );
}

/** Makes every list of canned responses ask again. */
export function useCannedChanged(): () => void {
  const refresh = useRefresh();
  return () => refresh(cannedKey);
}

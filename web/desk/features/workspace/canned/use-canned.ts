import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { SectorId } from "../../../../../shared/contracts/ids.ts";
import type { Call } from "../../../lib/api/client.ts";
import type { Canned } from "./choice.ts";
import { useDesk } from "../../../lib/desk/context.ts";

/** Under this key the approved canned responses are kept. */
export const cannedKey = ["canned-responses"] as const;

/** More than these nobody looks through. */
const mostPages = 10;

/** The approved canned responses for a ticket: those for all, and those of its sector. */
export function useCanned(sectorId: SectorId | null, enabled: boolean) {
  const { call } = useDesk();
  const { data, error, refetch } = useQuery({
    queryKey: cannedKey,
    staleTime: 60_000,
    enabled,
    queryFn: async ({ signal }) => approved(call, signal),
  });
  const items = useMemo(
    () => data?.filter((it) => it.sectorId === null || it.sectorId === sectorId),
    [data, sectorId],
  );
  return { items, error, refetch };
}

async function approved(call: Call, signal: AbortSignal): Promise<readonly Canned[]> {
  const all: Canned[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const query: { state: "approved"; limit: number; cursor?: string } = { state: "approved", limit: 100 };
    if (cursor !== null) query.cursor = cursor;
    const answer: Awaited<ReturnType<typeof call<"listCannedResponses">>> = await call(
      "listCannedResponses",
      { query },
      { signal },
    );
    all.push(...answer.items);
    cursor = answer.cursor;
    if (cursor === null) break;
  }
  return all;
}

import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useState } from "react";
import type { QueueId } from "../../../../shared/contracts/ids.ts";
import { ApiError } from "../../lib/api/error.ts";
import type { AnswerOf } from "../../lib/api/types.ts";
import { isGone } from "./gone.ts";
import { watchedEvery } from "../../lib/ui/use-records.ts";

export type Report = AnswerOf<"removeQueue">;

/** Asks the API for a removal, and says what becomes of live tickets; nothing said: what was said before. */
export type Remove = (query: { transferTo?: QueueId; closeAll?: "true" }) => Promise<Report>;

/** By these answers the API called a removal off that was under way. */
const callsOff = ["HAS_LIVE_TICKETS", "IN_USE"];

/** A removal from its beginning until it is over: gone, or called off, which the desk also does by itself. */
export function useRemoval(props: {
  readonly begun: boolean;
  readonly remove: Remove;
  readonly look: () => Promise<boolean>;
  readonly done: () => void;
}) {
  const { done } = props;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [calledOff, setCalledOff] = useState(false);
  const [report, setReport] = useState<Report | null>(null);
  const isGoing = report?.removed === false;
  const gone = (): void => {
    setReport({ tickets: report?.tickets ?? [], removed: true });
    done();
  };
  const off = (why: unknown): void => {
    setReport(null);
    setCalledOff(true);
    setError(why);
    done();
  };
  const remove = async (query: Parameters<Remove>[0]): Promise<void> => {
    setBusy(true);
    setError(null);
    setCalledOff(false);
    try {
      const answer = await props.remove(query);
      setReport({ ...answer, tickets: together(report?.tickets ?? [], answer.tickets) });
      done();
    } catch (failure) {
      const underWay = isGoing || props.begun;
      if (isGone(failure) && !isOfTarget(failure)) gone();
      else if (underWay && failure instanceof ApiError && callsOff.includes(failure.code)) off(failure);
      else setError(failure);
    }
    setBusy(false);
  };
  const id = useId();
  const { data: seen, dataUpdatedAt: seenAt } = useQuery({
    queryKey: ["removal", id],
    enabled: isGoing && !busy,
    refetchInterval: watchedEvery,
    gcTime: 0,
    queryFn: async () => {
      try {
        return (await props.look()) ? "going" : "off";
      } catch (failure) {
        if (isGone(failure)) return "gone";
        throw failure;
      }
    },
  });
  useEffect(() => {
    if (!isGoing || busy) return;
    if (seen === "gone") gone();
    if (seen === "off") off(null);
    // Each look counts once.
  }, [seenAt]);
  return { report, error, calledOff, busy, remove };
}

const isOfTarget = (error: unknown): boolean =>
  error instanceof ApiError && error.details["queueId"] !== undefined;

/** What became of each ticket, by what was told last. */
const together = (before: Report["tickets"], after: Report["tickets"]): Report["tickets"] => [
  ...new Map([...before, ...after].map((it) => [it.ticketId, it])).values(),
];

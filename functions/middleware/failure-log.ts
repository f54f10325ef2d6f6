import type { Log } from "../../shared/ports/ports.ts";
import middy from "@middy/core";

/**
 * Logs what a handler throws before the service sees it: the service's own line would quote the message, and says nothing
 * of causes.
 */
export const withFailureLog = <Event, Result>(
  log: Log,
  handle: (event: Event) => Promise<Result>,
): ((event: Event, context: unknown) => Promise<Result>) =>
  middy<Event, Result>()
    .onError(({ error }) => {
      log.error("invocation failed", {}, error);
    })
    .handler(handle) as (event: Event, context: unknown) => Promise<Result>;

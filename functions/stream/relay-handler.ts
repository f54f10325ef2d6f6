import type { DeadLetters } from "../../shared/ports/ports.ts";
import type { RelayDeps } from "../../shared/actions/relay/relay.ts";
import type { StreamConsumer } from "../middleware/stream-consumer.ts";
import { createStreamConsumer } from "../middleware/stream-consumer.ts";
import { relay } from "../../shared/actions/relay/relay.ts";

/** Carries changes of the table to queues and sockets. */
export const createRelayHandler = (deps: RelayDeps & { readonly deadLetters: DeadLetters }): StreamConsumer =>
  createStreamConsumer({ ...deps, handle: (changes) => relay(deps, changes) });

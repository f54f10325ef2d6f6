import type { Consumer, WorkerDeps } from "../middleware/work-queue-consumer.ts";
import type { RouteQueueDeps } from "../../shared/actions/routing/route-queue.ts";
import { RoutingJob } from "../../shared/contracts/queue-messages.ts";
import { createConsumer } from "../middleware/work-queue-consumer.ts";
import { routeQueue } from "../../shared/actions/routing/route-queue.ts";

/** Assigns what waits in a queue. */
export const createRoutingHandler = (deps: RouteQueueDeps & WorkerDeps): Consumer =>
  createConsumer({ ...deps, schema: RoutingJob, handle: ({ queueId }) => routeQueue(deps, queueId) });

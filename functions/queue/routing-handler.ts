import type { Consumer, WorkerDeps } from "../middleware/work-queue-consumer.ts";
import type { RouteQueueDeps } from "../../shared/actions/routing/route-queue.ts";
import { RoutingJob } from "../../shared/contracts/queue-messages.ts";
import { createConsumer } from "../middleware/work-queue-consumer.ts";
import { releaseAgent } from "../../shared/actions/routing/release-agent.ts";
import { routeQueue } from "../../shared/actions/routing/route-queue.ts";

/** Assigns what waits in a queue, and takes people out of the desk. */
export const createRoutingHandler = (deps: RouteQueueDeps & WorkerDeps): Consumer =>
  createConsumer<typeof RoutingJob>({
    ...deps,
    schema: RoutingJob,
    handle: (job) =>
      job.kind === "serve" ? routeQueue(deps, job.queueId, job.agentIds) : releaseAgent(deps, job.agentId),
  });

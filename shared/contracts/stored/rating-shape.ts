import { AgentId } from "../ids.ts";
import { keys } from "./keys.ts";
import { shape } from "./shape.ts";
import * as z from "zod";

/** How contacts rated an agent, over all: the sum of the scores (1 to 5) of the tickets they attended, and how many were rated. */
export const AgentRating = z.strictObject({
  agentId: AgentId,
  sum: z.int().min(1),
  count: z.int().min(1),
});
export type AgentRating = z.infer<typeof AgentRating>;
export const AgentRatingItem = shape({
  kind: "agent-rating",
  version: 1,
  schema: AgentRating,
  key: (it) => keys.agentRating(it.agentId),
});

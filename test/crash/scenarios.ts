import type { StageOptions } from "./stage.ts";
import type { Treatment } from "../world/graph.ts";

const accepted: Treatment = { accepted: true, answer: "accepted", statuses: ["sent", "delivered", "read"] };
const refused: Treatment = { accepted: false, answer: { code: 130_429, httpStatus: 429 }, statuses: [] };

/** Ways in which the same conversation is gone through. */
export const scenarios: Readonly<Record<string, Omit<StageOptions, "crash" | "again">>> = {
  "everything goes well": {},
  /** Nothing but the sweep asks for routing and sending, and Meta refuses each first post for load. */
  "the relay's jobs are lost and Meta is busy": {
    sweeping: true,
    treat: (_reference, attempt) => (attempt === 1 ? refused : accepted),
    mutation: {
      ports: (ports, name) =>
        name === "stream-relay"
          ? { ...ports, routing: { send: async () => {} }, outbound: { send: async () => {} } }
          : ports,
    },
  },
};

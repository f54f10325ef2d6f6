import { ActorId, SectorId } from "./ids.ts";
import { CannedResponseId } from "./ids.ts";
import { Time } from "./values.ts";
import * as z from "zod";

/**
 * Ready text with `$variables` (domain/canned-response.ts knows them). Without a sector it is for all. One that an agent
 * suggested can be used once a supervisor or administrator approved it; the agent sees what became of it.
 */
export const CannedResponse = z.strictObject({
  id: CannedResponseId,
  version: z.int().min(1),
  /** What is typed after `/` to find it: unique within its sector, and among those for all. */
  shortcut: z.string().regex(/^[a-z0-9-]{1,40}$/),
  text: z.string().trim().min(1).max(4_096),
  sectorId: SectorId.nullable(),
  state: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("approved"), by: ActorId, at: Time }),
    z.strictObject({ kind: z.literal("suggested"), by: ActorId, at: Time }),
    z.strictObject({
      kind: z.literal("rejected"),
      suggestedBy: ActorId,
      by: ActorId,
      at: Time,
      reason: z.string().trim().min(1).max(500),
    }),
  ]),
  /** Whose suggestion it was, if anybody's. */
  suggestedBy: ActorId.nullable(),
  createdAt: Time,
});
export type CannedResponse = z.infer<typeof CannedResponse>;

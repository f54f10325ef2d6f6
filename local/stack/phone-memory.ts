import { readFileSync, renameSync, writeFileSync } from "node:fs";
import * as z from "zod";
import type { Clock } from "../aws/types.ts";
import type { WhatsAppSimulator } from "../whatsapp/api.ts";

const windowMs = 24 * 3_600_000;

const Remembered = z.array(
  z.strictObject({
    id: z.string(),
    waId: z.string().nullable(),
    userId: z.string().nullable(),
    name: z.string(),
    /** When the person last wrote, by phone number id. */
    wroteAt: z.record(z.string(), z.number()),
  }),
);

/** The file that remembers people. */
export interface PhoneMemory {
  stop(): void;
}

/**
 * Brings back the simulator's people as they were when `file` was last written, their windows with `numbers` still open,
 * and from now on keeps it up to date. What is on their phones is not kept. Throws when the file is not what was written.
 */
export function rememberPhones(
  simulator: WhatsAppSimulator,
  numbers: readonly string[],
  file: string,
  clock: Clock,
): PhoneMemory {
  const wroteAt = new Map<string, Map<string, number>>();
  // People talk to numbers: without one there is nobody to bring back.
  for (const { id, waId, userId, name, wroteAt: times } of numbers.length === 0 ? [] : read(file)) {
    const known = Object.entries(times).filter(([phoneNumberId]) => numbers.includes(phoneNumberId));
    wroteAt.set(id, new Map(known));
    const person = simulator.customer({ ...(waId === null ? {} : { waId }), userId, name });
    for (const [phoneNumberId, at] of known) {
      if (clock.now() - at < windowMs) person.with(phoneNumberId).wroteAt(at);
    }
  }
  const stop = simulator.follow((event) => {
    if (event.type !== "customer" && event.type !== "inbound") return;
    if (event.type === "inbound") {
      const times = wroteAt.get(event.customerId) ?? new Map<string, number>();
      wroteAt.set(event.customerId, times.set(event.phoneNumberId, clock.now()));
    }
    const people: z.infer<typeof Remembered> = simulator.customers().map(({ id, waId, userId, name }) => ({
      id,
      waId: waId ?? null,
      userId: userId ?? null,
      name,
      wroteAt: Object.fromEntries(wroteAt.get(id) ?? []),
    }));
    writeFileSync(`${file}.next`, JSON.stringify(people));
    renameSync(`${file}.next`, file);
  });
  return { stop };
}

function read(file: string): z.infer<typeof Remembered> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  try {
    return Remembered.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file} is damaged`, { cause: error });
  }
}

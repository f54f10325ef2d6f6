import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import {
  configurationSeconds,
  createConfiguration,
} from "../../shared/actions/configuration/configuration.ts";
import { changeQueue } from "../../shared/actions/organisation/queues.ts";
import { changeSector } from "../../shared/actions/organisation/change-sector.ts";
import { addSeconds } from "../../shared/domain/time.ts";
import { openDesk } from "../support/desk.ts";
import { queueId, sectorId } from "../support/ids.ts";
import { admin } from "../example/organisation/support.ts";

const sandboxes = 3;
const sandbox = fc.nat(sandboxes - 1);

/** What happens to a desk and to the sandboxes that remember it. */
const event = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("pass" as const), seconds: fc.integer({ min: 0, max: 7 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom("rename queue" as const, "rename sector" as const) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom("queue" as const, "queues" as const, "sector" as const, "sectors" as const),
      at: sandbox,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("end" as const), at: sandbox }) },
);

describe("what a sandbox remembers of the configuration", () => {
  it("was so at some time in the last few seconds, whichever sandbox is asked and whatever changed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 40 }), async (events) => {
        const desk = await openDesk();
        const memories = Array.from({ length: sandboxes }, () => createConfiguration(desk));
        const memory = (at: number) => memories[at] ?? desk.configuration;
        const names = {
          queue: [{ name: "Balcão", until: undefined as string | undefined }],
          sector: [{ name: "Vendas", until: undefined as string | undefined }],
        };
        const renamed = (kind: keyof typeof names, name: string): void => {
          const [last] = names[kind].slice(-1);
          if (last !== undefined) last.until = desk.clock.now();
          names[kind].push({ name, until: undefined });
        };
        const assertRecent = (kind: keyof typeof names, name: string | undefined): void => {
          const since = addSeconds(desk.clock.now(), -configurationSeconds);
          const allowed = names[kind].filter(({ until }) => until === undefined || until >= since);
          expect(allowed.map((it) => it.name)).toContain(name);
        };
        let count = 0;
        for (const it of events) {
          count += 1;
          switch (it.do) {
            case "pass":
              desk.pass(it.seconds);
              break;
            case "rename queue":
              await changeQueue(desk, { actor: admin, queueId, name: `Fila ${count}` });
              renamed("queue", `Fila ${count}`);
              break;
            case "rename sector":
              await changeSector(desk, { actor: admin, sectorId, name: `Setor ${count}` });
              renamed("sector", `Setor ${count}`);
              break;
            case "queue":
              assertRecent("queue", (await memory(it.at).queue(queueId))?.name);
              break;
            case "queues":
              assertRecent("queue", (await memory(it.at).queues())[0]?.name);
              break;
            case "sector":
              assertRecent("sector", (await memory(it.at).sector(sectorId))?.name);
              break;
            case "sectors":
              assertRecent("sector", (await memory(it.at).sectors())[0]?.name);
              break;
            case "end":
              memories[it.at] = createConfiguration(desk);
              break;
          }
        }
      }),
    );
  });
});

import type { MeterLine, MeterSnapshot } from "../../local/aws/front-door/meter.ts";
import { type Bill, priced } from "../../local/billing/bill.ts";
import { readPriceList } from "../../local/billing/price-list.ts";
import { usageOf } from "../../local/billing/usage.ts";
import type { WhatsAppSimulator } from "../../local/whatsapp/api.ts";
import type { Cloud } from "./cloud.ts";
import type { BenchDesk } from "./desk.ts";
import { modelledGigabyteSeconds } from "./duration.ts";
import type { TicketId } from "../../shared/contracts/ids.ts";

/** What one of something uses and costs. Counts are those of the meter, divided by how often it was done. */
export interface Cost {
  readonly name: string;
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Calls of functions. */
  readonly invocations: number;
  /** Requests of functions to AWS, and of mappings to queues. */
  readonly requests: number;
  /** Gigabyte-seconds as measured here; the bill holds those of duration.ts. */
  readonly measuredGigabyteSeconds: number;
  readonly bill: Bill;
}

export interface CostsResult {
  readonly inbound: Cost;
  readonly newTicket: Cost;
  readonly outbound: Cost;
  readonly conversation: Cost;
}

/**
 * Counts one conversation after the other, nothing else going on, so that batches are as small as they get and figures
 * are the same every time. `rounds` of each; agents besides the assignee are online and hear of the line.
 */
export async function measureCosts(
  cloud: Cloud,
  desk: BenchDesk,
  simulator: WhatsAppSimulator,
  rounds: number,
): Promise<CostsResult> {
  const settled = async (): Promise<void> => {
    await simulator.idle();
    await cloud.settled();
  };
  const count = async (name: string, sends: number, work: () => Promise<void>): Promise<Cost> => {
    await settled();
    const before = await cloud.meter();
    await work();
    await settled();
    return costOf(cloud, difference(await cloud.meter(), before), { name, rounds, sends });
  };

  const talks: Talk[] = [];
  const newTicket = await count("new ticket, routed to an agent", 0, async () => {
    for (let round = 0; round < rounds; round += 1) {
      talks.push(await begin(desk, simulator, `5531${round.toString().padStart(9, "0")}`));
      await settled();
    }
  });
  const inbound = await count("message on an open ticket", 0, async () => {
    for (const talk of talks) {
      await talk.say("another one");
      await settled();
    }
  });
  const outbound = await count("answer, sent, delivered and read", rounds, async () => {
    for (const talk of talks) {
      await talk.answer("an answer");
      await settled();
    }
  });
  const conversation = await count("conversation of 12 messages", 6 * rounds, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const talk = await begin(desk, simulator, `5541${round.toString().padStart(9, "0")}`);
      for (let turn = 1; turn <= 6; turn += 1) {
        if (turn > 1) await talk.say(`message ${turn}`);
        await settled();
        await talk.answer(`answer ${turn}`);
        await settled();
      }
      await talk.close();
      await settled();
    }
  });
  return { inbound, newTicket, outbound, conversation };
}

interface Talk {
  say(text: string): Promise<void>;
  /** Resolves when the agent saw it read. */
  answer(text: string): Promise<void>;
  close(): Promise<void>;
}

/** A new customer writes, and the ticket reaches an agent. */
async function begin(desk: BenchDesk, simulator: WhatsAppSimulator, waId: string): Promise<Talk> {
  const { sockets, api } = desk;
  const customer = simulator.customer({ waId, name: "Lia Prado", phoneNumberId: desk.phoneNumberId });
  const say = async (text: string): Promise<{ agent: number; ticketId: TicketId }> => {
    const unique = `${text} (${waId})`;
    const [arrived] = await Promise.all([sockets.text(unique), customer.send.text(unique)]);
    return arrived;
  };
  const { agent, ticketId } = await say("hello");
  const token = desk.tokens[agent] ?? "";
  return {
    say: async (text) => void (await say(text)),
    answer: async (text) => {
      const clientMessageId = `cost-${text.replaceAll(" ", "-")}`;
      const body = { clientMessageId, content: { type: "text", text } } as const;
      const { number } = await api.call("sendMessage", { params: { ticketId }, body }, { token });
      await sockets.status(ticketId, number, "read");
    },
    close: async () => {
      await api.call("closeTicket", { params: { ticketId }, body: { tagIds: [desk.tagId] } }, { token });
      await sockets.closed(ticketId);
    },
  };
}

function costOf(
  cloud: Cloud,
  lines: readonly MeterLine[],
  { name, rounds, sends }: { readonly name: string; readonly rounds: number; readonly sends: number },
): Cost {
  const isBackground = (functionId: string): boolean => cloud.backgroundFunctions.includes(functionId);
  const own = lines.filter((line) => line.functionId !== "operator" && !isBackground(line.functionId));
  const modelled = cloud.functions.reduce((all, { id, name: functionName, memoryMb }) => {
    const waits = functionName.endsWith("-queue-outbound") ? sends : 0;
    return all + modelledGigabyteSeconds(own, { functionId: id, memoryMb, sends: waits });
  }, 0);
  const { work } = usageOf(own, isBackground);
  const each = Object.fromEntries(
    Object.entries({ ...work, "lambda.gigabyteSeconds": modelled }).map(([id, value]) => [
      id,
      value / rounds,
    ]),
  );
  const sum = (of: (line: MeterLine) => number): number =>
    own.reduce((all, line) => all + of(line), 0) / rounds;
  return {
    name,
    writeUnits: sum((line) => line.writeUnits),
    readUnits: sum((line) => line.readUnits),
    invocations: sum(({ service, calls }) => (service === "lambda" ? calls : 0)),
    requests: sum(({ service, calls }) => (/^(lambda|apigateway|logs)$/.test(service) ? 0 : calls)),
    measuredGigabyteSeconds: sum((line) => line.gbSeconds),
    bill: priced(each, readPriceList()),
  };
}

/** Lines of the later snapshot less those of the earlier one. */
function difference(later: MeterSnapshot, earlier: MeterSnapshot): readonly MeterLine[] {
  const keyOf = ({ functionId, service, operation }: MeterLine): string =>
    `${functionId} ${service} ${operation}`;
  const before = new Map(earlier.lines.map((line) => [keyOf(line), line]));
  const moved = later.lines.map((line) => {
    const start = before.get(keyOf(line));
    if (start === undefined) return line;
    return {
      ...line,
      calls: line.calls - start.calls,
      requests: line.requests - start.requests,
      readUnits: line.readUnits - start.readUnits,
      writeUnits: line.writeUnits - start.writeUnits,
      bytesIn: line.bytesIn - start.bytesIn,
      bytesOut: line.bytesOut - start.bytesOut,
      ms: line.ms - start.ms,
      gbSeconds: line.gbSeconds - start.gbSeconds,
      connectionMinutes: line.connectionMinutes - start.connectionMinutes,
    };
  });
  return moved.filter((line) => line.calls > 0 || line.connectionMinutes > 0);
}

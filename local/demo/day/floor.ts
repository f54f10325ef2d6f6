import type {
  AgentId,
  ChannelId,
  PauseReasonId,
  QueueId,
  SectorId,
  TagId,
} from "../../../shared/contracts/ids.ts";
import type { MovableClock } from "../../aws/clock.ts";
import type { ApiClient } from "../../stack/api-client.ts";
import { type Login } from "../../stack/sign-in.ts";
import type { Customers } from "./customers.ts";
import type { Journal } from "./journal.ts";
import { everyPage, openSession, type Session } from "./session.ts";
import { menuQueues, numbers, type QueueName, reasons, wholesaleQueue } from "./shop.ts";

/** What everybody who works in the shop knows, and may look at. */
export interface Floor {
  readonly api: ApiClient;
  readonly clock: MovableClock;
  readonly journal: Journal;
  readonly customers: Customers;
  /** The administrator's session: sees all. */
  readonly office: Session;
  readonly names: Names;
  /** The instant of a minute since opening. */
  instant(minute: number): number;
}

/** Ids by the names of the set-up file. */
export interface Names {
  readonly channelIds: readonly ChannelId[];
  readonly queueIds: Readonly<Record<QueueName, QueueId>>;
  readonly reasonIds: Readonly<Record<keyof typeof reasons, PauseReasonId>>;
  readonly tagIds: ReadonlyMap<SectorId, readonly TagId[]>;
  readonly agentIds: ReadonlyMap<string, AgentId>;
}

/** Signs the administrator in, and reads how the shop's things are called. Throws where the set-up left one out. */
export async function readNames(api: ApiClient, admin: Login): Promise<{ office: Session; names: Names }> {
  const office = await openSession(api, admin);
  const [channels, sectors, pauses, people] = await Promise.all([
    everyPage((query) => office.call("listChannels", { query })),
    everyPage((query) => office.call("listSectors", { query })),
    everyPage((query) => office.call("listPauseReasons", { query })),
    everyPage((query) => office.call("listAgents", { query })),
  ]);
  const tagIds = new Map<SectorId, readonly TagId[]>();
  const queues: { readonly id: QueueId; readonly name: string }[] = [];
  for (const { id: sectorId } of sectors) {
    const params = { sectorId };
    const tags = await everyPage((query) => office.call("listTags", { params, query }));
    tagIds.set(
      sectorId,
      tags.map(({ id }) => id),
    );
    queues.push(...(await everyPage((query) => office.call("listQueues", { params, query }))));
  }
  const queue = (name: QueueName): QueueId => idOf(queues, name);
  const [sales, orders, returns] = menuQueues;
  return {
    office,
    names: {
      channelIds: Object.values(numbers).map(({ name }) => idOf(channels, name)),
      queueIds: {
        ...{ [sales]: queue(sales), [orders]: queue(orders), [returns]: queue(returns) },
        [wholesaleQueue]: queue(wholesaleQueue),
      },
      reasonIds: { lunch: idOf(pauses, reasons.lunch), coffee: idOf(pauses, reasons.coffee) },
      tagIds,
      agentIds: new Map(people.map(({ email, id }) => [email, id])),
    },
  };
}

function idOf<Id extends string>(
  things: readonly { readonly id: Id; readonly name: string }[],
  name: string,
): Id {
  const found = things.find((thing) => thing.name === name);
  if (found === undefined) throw new Error(`the shop has no ${name}`);
  return found.id;
}

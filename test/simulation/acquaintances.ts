import { AddressItem, ContactItem, SettingsItem } from "../../shared/contracts/stored/shapes.ts";
import { absent, put } from "../../shared/ports/store.ts";
import type { Chance } from "../world/chance.ts";
import { ContactId } from "../../shared/contracts/ids.ts";
import type { Agent, Queue } from "../../shared/contracts/organisation.ts";
import type { Time } from "../../shared/contracts/values.ts";
import type { World } from "../world/world.ts";
import { beginning } from "../world/clock.ts";
import { defaultSettings } from "../../shared/contracts/settings.ts";
import type { ContactField } from "../../shared/contracts/contacts.ts";
import { endingSettings } from "./endings.ts";
import { addressOf } from "../../shared/actions/intake/sender.ts";
import { newContact } from "../../shared/actions/contacts/new-contact.ts";
import { phoneMatchKey } from "../../shared/domain/phone.ts";

/** What the business of a simulation keeps of its contacts. */
const contactFields: ContactField[] = [
  { key: "plan", label: "Plan", type: "choice", options: ["gold", "silver"] },
  { key: "points", label: "Points", type: "number" },
];

/** By what a customer is known. */
export interface Known {
  readonly name: string;
  readonly phones: readonly string[];
  readonly userId: string;
}

/** What queues tell who waits, and how many may: on some days, to some. */
export const rulesOf = (chance: Chance): Pick<Queue, "waitingCap" | "greeting" | "tellsPosition"> => ({
  waitingCap: chance.is(0.15) ? chance.between(1, 4) : null,
  greeting: chance.is(0.25) ? "Welcome." : null,
  tellsPosition: chance.is(0.25),
});

/** The business has its own agents for some customers, and a time of its own for which those come first. */
export async function acquaint(
  world: World,
  people: readonly Agent[],
  customers: readonly Known[],
  chance: Chance,
): Promise<void> {
  const createdAt = new Date(beginning - 86_400_000).toISOString() as Time;
  const preferredSeconds = chance.pick([0, 5, 60, 60, 300]);
  const agents = people.filter(({ queueIds }) => queueIds.length > 0);
  const linked = customers.flatMap((customer, index) => {
    if (agents.length === 0 || chance.is(0.5)) return [];
    const id = ContactId.parse(`con_01KAQ${index.toString().padStart(21, "0")}`);
    const address = { phone: customer.phones[0] ?? "", userId: customer.userId };
    const met = newContact({ id, name: customer.name, address }, createdAt);
    const contact = { ...met, linkedAgentId: chance.pick(agents).id };
    const phone = { kind: "whatsapp-phone", matchKey: phoneMatchKey(customer.phones[0] ?? "") } as const;
    const user = { kind: "whatsapp-user", matchKey: customer.userId } as const;
    return [
      put(`contact ${index}`, ContactItem, contact, absent),
      ...[phone, user].map((it) => put(it.matchKey, AddressItem, addressOf(it, id), absent)),
    ];
  });
  const ending = endingSettings(chance.fork("endings"));
  const settings = { ...defaultSettings, ...ending, version: 1, preferredSeconds, contactFields };
  await world.store.commit([put("settings", SettingsItem, settings, absent), ...linked]);
}

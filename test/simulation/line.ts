import type { Organisation } from "./organisation.ts";
import type { World } from "../world/world.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { receiveJob } from "../../shared/actions/intake/receive-job.ts";

/** Lets this many customers write before the day begins, so that a line is longer than a router reads at once. */
export async function fillLine(world: World, { channels }: Organisation, count: number): Promise<void> {
  const ports = world.ports((_call, run) => run());
  const deps = { ...ports, configuration: createConfiguration(ports) };
  for (let index = 0; index < count; index += 1) {
    const { phoneNumberId } = channels[index % 3 === 0 ? 1 : 0] ?? { phoneNumberId: "" };
    const providerId = `wamid.line.${index}`;
    const sender = { userId: `BR.line${index}`, name: `Early bird ${index}` };
    const text = `early message ${index}`;
    const value = {
      ...{ id: providerId, from_user_id: sender.userId, type: "text", text: { body: text } },
      timestamp: Math.floor(world.clock.ms() / 1_000).toString(),
    };
    await receiveJob(deps, {
      ...{ v: 1, phoneNumberId, receivedAt: world.clock.now() },
      items: [{ kind: "message", value, contact: { profile: { name: sender.name } }, inspectionId: null }],
    });
    world.meta.acknowledged.messages.set(`${phoneNumberId}/${providerId}`, {
      ...{ phoneNumberId, providerId, sender, text },
    });
    world.clock.advance(7);
  }
}

import type { Organisation } from "./organisation.ts";
import type { World } from "../world/world.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { fromUnixSeconds } from "../../shared/domain/time.ts";
import { receiveMessage } from "../../shared/actions/intake/receive-message.ts";

/** Lets this many customers write before the day begins, so that a line is longer than a router reads at once. */
export async function fillLine(world: World, { channels }: Organisation, count: number): Promise<void> {
  const ports = world.ports((_call, run) => run());
  const deps = { ...ports, configuration: createConfiguration(ports) };
  for (let index = 0; index < count; index += 1) {
    const channel = channels[index % 3 === 0 ? 1 : 0];
    if (channel === undefined) throw new Error("a business has two numbers");
    const message = {
      phoneNumberId: channel.phoneNumberId,
      providerId: `wamid.line.${index}`,
      sender: { userId: `BR.line${index}`, name: `Early bird ${index}` },
      text: `early message ${index}`,
    };
    await receiveMessage(deps, channel, {
      contactName: message.sender.name,
      message: {
        content: { type: "text", text: message.text },
        sentAt: fromUnixSeconds(Math.floor(world.clock.ms() / 1_000)),
        providerId: message.providerId,
        address: { userId: message.sender.userId },
      },
    });
    world.meta.acknowledged.messages.set(`${message.phoneNumberId}/${message.providerId}`, message);
    world.clock.advance(7);
  }
}

import { describe, expect, it } from "vitest";
import { setPresence } from "../../../shared/actions/presence/set-presence.ts";
import { openDesk } from "../../support/desk.ts";
import { channelId } from "../../support/ids.ts";
import { overtaken } from "../../support/overtaken.ts";
import { addSector, seatOf } from "./support.ts";

describe("a seat that is made while its agent's presence changes", () => {
  it.each(["online", "offline"] as const)("knows the agent as %s too", async (status) => {
    const desk = await openDesk({ online: status === "offline" });
    const [agent] = desk.people;
    if (agent === undefined) throw new Error("nobody is at the desk");
    let sector: Awaited<ReturnType<typeof addSector>>["sector"] | undefined;
    const late = overtaken(desk, async () => {
      const queue = { name: "Primeira", agentIds: [agent.id] };
      ({ sector } = await addSector(desk, { queue }));
    });
    desk.pass(60);
    await setPresence(late, { actor: agent, channelId, status });
    expect((await seatOf(desk, agent.id))?.presence[channelId]?.status).toBe(status);
    expect((await seatOf(desk, agent.id, sector?.id))?.presence[channelId]).toEqual(
      (await seatOf(desk, agent.id))?.presence[channelId],
    );
  });
});

import type { Stage } from "./stage.ts";

/** What the shop has under these names; throws when it has not. */
export async function found({ desk: { api }, token }: Pick<Stage, "desk" | "token">) {
  const directory = await api.call("getDirectory", {}, { token: await token("ana") });
  const named = <Thing extends { readonly name: string }>(all: readonly Thing[], name: string): Thing => {
    const thing = all.find((it) => it.name === name);
    if (thing === undefined) throw new Error(`the shop has no ${name}`);
    return thing;
  };
  return {
    sector: named(directory.sectors, "Loja"),
    queue: named(directory.queues, "Vendas"),
    otherQueue: named(directory.queues, "Encomendas"),
    bruna: named(directory.agents, "Bruna Carvalho"),
    channel: named(directory.channels, "WhatsApp da loja"),
  };
}

/** From now on the shop's customers wait until somebody takes them. */
export async function takenByHand(stage: Stage): Promise<void> {
  const { queue } = await found(stage);
  const change = { params: { queueId: queue.id }, body: { routing: "manual" as const } };
  await stage.desk.api.call("changeQueue", change, { token: await stage.token("ana") });
  remembered(stage);
}

/** Lets the time pass for which functions remember the organisation. */
export const remembered = ({ advance }: Pick<Stage, "advance">): void => advance(6_000);

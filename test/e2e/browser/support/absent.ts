import type { Name, Stage } from "./stage.ts";

/** Takes people of the demo off every channel, so that nothing is given to them. */
export async function absent(
  { desk: { api }, token }: Pick<Stage, "desk" | "token">,
  ...names: readonly Name[]
): Promise<void> {
  for (const name of names) {
    const own = { token: await token(name) };
    const { items } = await api.call("myPresence", {}, own);
    for (const { channelId } of items)
      await api.call("setPresence", { params: { channelId }, body: { status: "offline" } }, own);
  }
}

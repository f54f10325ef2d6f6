import type { Desk } from "../../../../local/stack/desk.ts";
import type { Login } from "../../../../local/stack/sign-in.ts";

export type { Login };

/** Puts a person online on every channel they serve. */
export async function goOnline({ api, signIn }: Desk, login: Login): Promise<void> {
  const token = await signIn(login);
  const { channels } = await api.call("me", {}, { token });
  for (const { id: channelId } of channels)
    await api.call("setPresence", { params: { channelId }, body: { status: "online" } }, { token });
}

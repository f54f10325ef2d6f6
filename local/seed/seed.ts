import { createSetupApi } from "../setup/api.ts";
import { applyPlan } from "../setup/apply.ts";
import { preparePlan } from "../setup/setup.ts";
import type { Desk } from "../stack/desk.ts";
import { temporaryPassword } from "../stack/first-administrator.ts";
import { demoLogins, shop, shopFile } from "./shop.ts";

/** What the demo's file refers to. Its number is known to the simulator only. */
const environment = {
  DEMO_ACCESS_TOKEN: "demo-access-token",
  DEMO_APP_SECRET: "demo-app-secret",
  DEMO_VERIFY_TOKEN: "demo-verify-token",
  DEMO_TEMPORARY_PASSWORD: temporaryPassword,
};

/**
 * Applies the demo's set-up file to a desk as its administrator, as `npm run setup` would, connects its number and brings its
 * agents online. What is there already stays as it is, so a seeding that was cut off goes on where it stopped.
 */
export async function seedShop(desk: Desk): Promise<void> {
  const api = createSetupApi(desk.api, await desk.signIn());
  const { plan, known } = await preparePlan(api, shopFile, environment);
  await applyPlan(plan, { api, known, environment, onDone: () => undefined });
  await desk.connectNumbers();
  await Promise.all(
    demoLogins
      .filter(({ email }) => email !== demoLogins[0]?.email)
      .map(async (login) => {
        const token = await desk.signIn(login);
        if (login.role !== "agent") return;
        const { channels } = await desk.api.call("me", {}, { token });
        const channelId = channels.find(({ name }) => name === shop.number.name)?.id;
        if (channelId === undefined) throw new Error(`${login.name} does not serve ${shop.number.name}`);
        await desk.api.call("setPresence", { params: { channelId }, body: { status: "online" } }, { token });
      }),
  );
}

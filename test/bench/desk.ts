import { createFirstAdmin } from "../../shared/actions/organisation/create-first-admin.ts";
import type { TagId } from "../../shared/contracts/ids.ts";
import { systemClock } from "../../shared/adapters/clock.ts";
import { openOperator, OperatorOutputs } from "../../local/operator/access.ts";
import { createApiClient, type ApiClient } from "../../local/stack/api-client.ts";
import { signInFirst } from "../../local/stack/sign-in.ts";
import type { WhatsAppSimulator } from "../../local/whatsapp/api.ts";
import { type AgentSockets, createAgentSockets } from "./agent-sockets.ts";
import type { Cloud } from "./cloud.ts";

const temporaryPassword = "Temporaria1";
const password = "Balcao2026";
const phoneNumberId = "700200";

/** A desk with one sector, one queue, one number and some agents who are online on it, each with an open socket. */
export interface BenchDesk {
  readonly api: ApiClient;
  readonly sockets: AgentSockets;
  /** Access tokens by agent. */
  readonly tokens: readonly string[];
  readonly tagId: TagId;
  readonly phoneNumberId: string;
}

/** Sets a new cloud up through the public interfaces, the first administrator aside. */
export async function openDesk(cloud: Cloud, simulator: WhatsAppSimulator, size: number): Promise<BenchDesk> {
  const api = createApiClient(`${cloud.outputs["ApiUrl"]}`);
  const admin = { email: "admin@bench.example", password };
  const operator = openOperator({
    outputs: OperatorOutputs.parse(cloud.outputs),
    region: cloud.region,
    local: { endpoint: cloud.endpoint, credentials: cloud.credentials },
    clock: systemClock,
  });
  await createFirstAdmin(operator, { email: admin.email, name: "Admin", temporaryPassword, another: false });
  operator.close();
  const token = await signInFirst(api, admin, temporaryPassword);
  const { sector, queue } = await api.call(
    "createSector",
    { body: { name: "Bench", ticketLimit: 1_000, queue: { name: "Bench" } } },
    { token },
  );
  const secrets = { accessToken: "access", appSecrets: ["app secret"], verifyToken: "verify-me" };
  const channel = await api.call(
    "createChannel",
    {
      body: {
        kind: "whatsapp",
        name: "Bench",
        phoneNumberId,
        wabaId: "900100",
        displayNumber: "+55 11 3000-0000",
        reception: { kind: "queue", queueId: queue.id },
        secrets,
      },
    },
    { token },
  );
  const tag = await api.call(
    "createTag",
    { params: { sectorId: sector.id }, body: { name: "Bench" } },
    { token },
  );
  simulator.registerNumber({
    phoneNumberId,
    wabaId: "900100",
    displayPhoneNumber: "+55 11 3000-0000",
    accessToken: secrets.accessToken,
    appSecret: "app secret",
    verifyToken: secrets.verifyToken,
    webhookUrl: `${cloud.outputs["WebhookUrl"]}`,
  });
  const sockets = createAgentSockets();
  const tokens: string[] = [];
  const logins = Array.from({ length: size }, (_, agent) => ({
    email: `agent${agent}@bench.example`,
    password,
  }));
  for (const [agent, { email }] of logins.entries()) {
    const person = { email, name: `Agent ${agent}`, role: "agent" as const, queueIds: [queue.id] };
    await api.call("createAgent", { body: { ...person, temporaryPassword } }, { token });
  }
  for (const [agent, login] of logins.entries()) {
    const own = await signInFirst(api, login, temporaryPassword);
    tokens.push(own);
    const { url, ticket } = await api.call("openSocket", {}, { token: own });
    await sockets.open(agent, `${url}?ticket=${ticket}`);
    await api.call(
      "setPresence",
      { params: { channelId: channel.id }, body: { status: "online" } },
      { token: own },
    );
  }
  return { api, sockets, tokens, tagId: tag.id, phoneNumberId };
}

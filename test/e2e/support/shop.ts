import type { NumberRegistration } from "../../../local/whatsapp/api.ts";
import type { Customer } from "../../../local/whatsapp/customer.ts";
import type { AnswerOf } from "../../../local/stack/api-client.ts";
import { signInFirst } from "../../../local/stack/sign-in.ts";
import type { ChannelId, QueueId, SectorId } from "../../../shared/contracts/ids.ts";
import type { Reception, WhatsAppChannel } from "../../../shared/contracts/organisation.ts";
import type { Role } from "../../../shared/contracts/values.ts";
import type { Scene } from "./scene.ts";

let made = 0;
/** A number no other thing of this process was made with. */
const next = (): number => (made += 1);

/** Meta signs the webhooks of every number of these tests with this. */
export const appSecret = "e2e-app-secret";

/** Somebody of the business. */
export interface Person {
  readonly id: AnswerOf<"createAgent">["id"];
  readonly email: string;
  readonly password: string;
  /** Access token. */
  readonly token: string;
}

/** Invites a person and signs them in for the first time. */
export async function invite(
  { api, admin }: Scene,
  person: { readonly role: Role; readonly sectorIds?: SectorId[]; readonly queueIds?: QueueId[] },
): Promise<Person> {
  const email = `pessoa${next()}@loja.example`;
  const password = "Permanente1";
  const temporaryPassword = "Temporaria1";
  const body = { email, name: `Pessoa ${made}`, temporaryPassword, ...person };
  const { id } = await api.call("createAgent", { body }, { token: admin });
  return { id, email, password, token: await signInFirst(api, { email, password }, temporaryPassword) };
}

/** One sector with its first queue and a tag, and a number whose customers go straight into the queue. */
export interface Shop {
  readonly sector: AnswerOf<"createSector">["sector"];
  readonly queue: AnswerOf<"createSector">["queue"];
  readonly tag: AnswerOf<"createTag">;
  readonly channel: WhatsAppChannel;
  /** Somebody new with a phone, who writes to this number. */
  customer(name?: string): Customer;
}

export async function openShop(
  scene: Scene,
  options: {
    readonly limit?: number;
    readonly routing?: "automatic" | "manual";
    readonly agents?: readonly Person[];
    /** One nobody else has, when left out. */
    readonly phoneNumberId?: string;
  } = {},
): Promise<Shop> {
  const { api, admin } = scene;
  const { limit = 5, routing = "automatic", agents = [] } = options;
  const call = { token: admin };
  const name = `Loja ${next()}`;
  const agentIds = agents.map(({ id }) => id);
  const { sector, queue } = await api.call(
    "createSector",
    { body: { name, ticketLimit: limit, queue: { name: "Balcão", routing, agentIds } } },
    call,
  );
  const params = { sectorId: sector.id };
  const tag = await api.call("createTag", { params, body: { name: "Pedido" } }, call);
  const channel = await openChannel(scene, { kind: "queue", queueId: queue.id }, options.phoneNumberId);
  return {
    sector,
    queue,
    tag,
    channel,
    customer: (person = "Lia") =>
      scene.simulator.customer({
        waId: `55119${(10_000_000 + next()).toString()}`,
        name: person,
        phoneNumberId: channel.phoneNumberId,
      }),
  };
}

/** A number known to the desk and to the simulator. */
export async function openChannel(
  { api, admin, simulator, stack }: Scene,
  reception: Reception,
  phoneNumberId: string = (700_000_000 + next()).toString(),
): Promise<WhatsAppChannel> {
  const wabaId = "900100";
  const secrets = { accessToken: `token-${phoneNumberId}`, verifyToken: `verify-${phoneNumberId}` };
  const channel = await api.call(
    "createChannel",
    {
      body: {
        kind: "whatsapp",
        name: `Número ${phoneNumberId}`,
        phoneNumberId,
        wabaId,
        displayNumber: `+55 11 ${phoneNumberId}`,
        reception,
        secrets: { ...secrets, appSecrets: [appSecret] },
      },
    },
    { token: admin },
  );
  const registration: NumberRegistration = {
    phoneNumberId,
    wabaId,
    displayPhoneNumber: `5511${phoneNumberId}`,
    ...secrets,
    appSecret,
    webhookUrl: stack.outputs["WebhookUrl"] ?? "",
  };
  simulator.registerNumber(registration);
  if (channel.kind !== "whatsapp")
    throw new TypeError("a number was registered, and something else was made");
  return channel;
}

/** A chat on the pages of the business. */
export async function openWebChat({ api, admin }: Scene): Promise<AnswerOf<"createChannel">> {
  const origin = `https://loja${next()}.example`;
  const body = { kind: "webchat" as const, name: `Site ${made}`, allowedOrigins: [origin] };
  return api.call("createChannel", { body }, { token: admin });
}

/** The person is ready for tickets of this channel. */
export async function goOnline({ api }: Scene, { token }: Person, channelId: ChannelId): Promise<void> {
  await api.call("setPresence", { params: { channelId }, body: { status: "online" } }, { token });
}

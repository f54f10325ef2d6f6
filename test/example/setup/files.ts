import { applyPlan } from "../../../local/setup/apply.ts";
import type { SetupApi } from "../../../local/setup/api.ts";
import { readDesk, thingsOf } from "../../../local/setup/desk.ts";
import { preparePlan } from "../../../local/setup/setup.ts";
import { readSetup, type SetupSource } from "../../../local/setup/source.ts";
import { identity } from "../../../local/setup/things.ts";

/** Variables that the files of these tests name. */
export const environment = {
  TOKEN: "an access token",
  SECRET: "an app secret",
  VERIFY: "a verify token",
  PASSWORD: "Temporaria1",
  DEMO_ACCESS_TOKEN: "an access token",
  DEMO_APP_SECRET: "an app secret",
  DEMO_VERIFY_TOKEN: "a verify token",
  DEMO_TEMPORARY_PASSWORD: "Temporaria1",
};

/** One thing of every kind, in every relation they can have. */
export const everything = `
settings:
  businessName: Padaria Sol
  survey: { enabled: true }
pauseReasons:
  - { name: Almoço, isWork: false, suggested: 1h }
channels:
  - kind: whatsapp
    name: Número
    phoneNumberId: "700200"
    wabaId: "900100"
    displayNumber: "551130000000"
    reception: Balcão
    secrets: { accessToken: "\${TOKEN}", appSecrets: ["\${SECRET}"], verifyToken: "\${VERIFY}" }
  - kind: webchat
    name: Site
    allowedOrigins: [https://padaria.example]
    reception:
      kind: menu
      greeting: Olá! Balcão ou encomendas?
      queues: [Balcão, Loja / Encomendas]
      unclear: Não entendi. Balcão ou encomendas?
      fallback: Balcão
sectors:
  - name: Loja
    ticketLimit: 4
    hours: { mon-fri: "08:00-12:00, 13:00-18:00", holidays: brazil }
    serviceLevel: { wait: 5m }
    queues:
      - { name: Balcão, channels: [Número] }
      - { name: Encomendas, channels: [Site, Número], waitingCap: 20 }
    tags: [Pedido, Dúvida]
people:
  - { email: bia@padaria.example, name: Bia, role: supervisor, sectors: [Loja], temporaryPassword: "\${PASSWORD}" }
  - email: caio@padaria.example
    name: Caio
    role: agent
    queues: [Balcão, Encomendas]
    limits: { Loja: 2 }
    permissions: { outreach: true }
    accessHours: { mon-sat: "06:00-22:00" }
cannedResponses:
  - { shortcut: ola, text: "Olá, $contact.firstName!" }
  - { shortcut: pix, sector: Loja, text: Aceitamos Pix. }
`;

export const read = (text: string): SetupSource => readSetup("padaria.yaml", text);

/** Plans and applies a file in one go. */
export async function setUp(api: SetupApi, text: string): Promise<void> {
  const { plan, known } = await preparePlan(api, read(text), environment);
  await applyPlan(plan, { api, known, environment, onDone: () => {} });
}

/** What the desk holds, without ids and versions. Things that are there twice are listed twice. */
export const contentsOf = async (api: SetupApi): Promise<readonly string[]> =>
  thingsOf(await readDesk(api))
    .map((thing) => `${identity(thing)} ${JSON.stringify(thing.fields)}`)
    .toSorted();

import { readSetup, type SetupSource } from "../../setup/source.ts";
import { firstAdministrator } from "../../stack/first-administrator.ts";
import type { Login } from "../../stack/sign-in.ts";

/** The two numbers of the day: one greets with a menu, the other leads straight into a queue. */
export const numbers = {
  shop: { name: "WhatsApp da loja", phoneNumberId: "106540352242922" },
  wholesale: { name: "WhatsApp do atacado", phoneNumberId: "106540352242933" },
} as const;
export type NumberName = keyof typeof numbers;

/** What contacts are told by the desk and must tell apart. */
export const said = {
  greeting: "Olá! Aqui é o Empório Aurora. Com quem você quer falar?",
  unclear: "Não entendi. Com quem você quer falar?",
  survey: "De 1 a 5, como foi o atendimento?",
} as const;

/** The queues of the menu, in its order, and the one of the other number, whose tickets are taken by hand. */
export const menuQueues = ["Vendas", "Encomendas", "Trocas"] as const;
export const wholesaleQueue = "Atacado";
export type QueueName = (typeof menuQueues)[number] | typeof wholesaleQueue;

/** The queues that the agent of this index serves: all serve the first of the menu, and share the others. */
export const queuesOf = (agent: number): readonly QueueName[] => [
  menuQueues[0],
  ...(agent % 2 === 0 ? ([menuQueues[1], wholesaleQueue] as const) : [menuQueues[2]]),
];

/** The reasons for which agents are away. */
export const reasons = { lunch: "Almoço", coffee: "Café" } as const;

/** Somebody who works in the shop. */
export interface Worker extends Login {
  readonly name: string;
}

const given = ["Bruna", "Caio", "Dalva", "Elisa", "Fábio", "Gilda", "Heitor", "Inês", "Jonas", "Karen"];
const person = (email: string, name: string): Worker => ({
  ...{ email: `${email}@aurora.example`, name },
  password: firstAdministrator.password,
});

/** Who attends, and the supervisor of both sectors. */
export const agentsOf = (count: number): readonly Worker[] =>
  Array.from({ length: count }, (_, index) =>
    person(`agente${index + 1}`, `${given[index % given.length]} ${index + 1}`),
  );
export const supervisor: Worker = person("sergio", "Sérgio Prado");

/** What the set-up file takes from the environment; known to this machine only. */
export const environment = {
  DAY_ACCESS_TOKEN: "day-access-token",
  DAY_APP_SECRET: "day-app-secret",
  DAY_VERIFY_TOKEN: "day-verify-token",
  DAY_TEMPORARY_PASSWORD: "Temporaria1",
};

const ref = (name: keyof typeof environment): string => `\${${name}}`;
const secrets = {
  accessToken: ref("DAY_ACCESS_TOKEN"),
  appSecrets: [ref("DAY_APP_SECRET")],
  verifyToken: ref("DAY_VERIFY_TOKEN"),
};
/** Open well past the day's end, so that nobody who is still attended is cut off. */
const hours = { "mon-sun": "09:00-23:00" };
const outOfHours = { kind: "queue", text: "Abrimos às 9 h. Sua mensagem está guardada." };
const inactivity = {
  ...{ warnAfter: "20m", warnText: "Você ainda está aí?" },
  ...{ closeAfter: "10m", closeText: "Encerramos por aqui. Quando quiser, é só escrever." },
};

/** The shop as a set-up file, with so many agents. */
export function shopOf(agents: number): SetupSource {
  const file = {
    settings: {
      ...{ businessName: "Empório Aurora", locale: "pt-BR", timeZone: "America/Sao_Paulo" },
      survey: { enabled: true, question: said.survey },
      potentialSeconds: 1_800,
    },
    pauseReasons: [
      { name: reasons.lunch, isWork: false, suggested: "1h" },
      { name: reasons.coffee, isWork: false, suggested: "15m" },
    ],
    channels: [
      {
        ...{ kind: "whatsapp", ...numbers.shop, wabaId: "102290129340398", displayNumber: "551130000000" },
        reception: {
          ...{ kind: "menu", greeting: said.greeting, unclear: said.unclear, tries: 3 },
          queues: menuQueues,
        },
        secrets,
      },
      {
        ...{
          kind: "whatsapp",
          ...numbers.wholesale,
          wabaId: "102290129340398",
          displayNumber: "551130000001",
        },
        reception: wholesaleQueue,
        secrets,
      },
    ],
    sectors: [
      {
        ...{ name: "Loja", ticketLimit: 12, hours, outOfHours, inactivity, survey: true, tagsRequired: true },
        queues: [
          { name: "Vendas", greeting: "Já vamos atender você.", tellsPosition: true },
          { name: "Encomendas" },
          { name: wholesaleQueue, routing: "manual" },
        ],
        tags: ["Venda concluída", "Orçamento", "Dúvida respondida"],
      },
      {
        ...{
          name: "Pós-venda",
          ticketLimit: 6,
          hours,
          outOfHours,
          inactivity,
          survey: true,
          tagsRequired: true,
        },
        queues: [{ name: "Trocas", tellsPosition: true }],
        tags: ["Troca", "Entrega", "Elogio"],
      },
    ],
    people: [
      { ...loginOf(supervisor), role: "supervisor", sectors: ["Loja", "Pós-venda"] },
      ...agentsOf(agents).map((agent, index) => ({
        ...{ ...loginOf(agent), role: "agent" },
        queues: queuesOf(index),
      })),
    ],
  };
  return readSetup("the day's shop", JSON.stringify(file));
}

const loginOf = ({ email, name }: Worker): object => ({
  ...{ email, name },
  temporaryPassword: ref("DAY_TEMPORARY_PASSWORD"),
});

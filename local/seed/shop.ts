import { firstAdministrator } from "../stack/desk.ts";
import type { Login } from "../stack/sign-in.ts";

/** Everybody of the demo has this password; their invitation's temporary one was replaced at seeding. */
export const demoPassword = firstAdministrator.password;

/** Empório Aurora, a small shop of coffee and gifts in São Paulo: what the demo installation holds. */
export const shop = {
  name: "Empório Aurora",
  sectors: [
    {
      name: "Loja",
      ticketLimit: 8,
      queues: ["Vendas", "Encomendas"],
      tags: ["Venda concluída", "Orçamento", "Dúvida respondida"],
    },
    {
      name: "Pós-venda",
      ticketLimit: 5,
      queues: ["Trocas e entregas"],
      tags: ["Troca", "Entrega", "Elogio", "Reclamação"],
    },
  ],
  number: {
    name: "WhatsApp da loja",
    phoneNumberId: "106540352242922",
    wabaId: "102290129340398",
    displayNumber: "551130000000",
    /** Where its customers wait. */
    reception: "Vendas",
    /** Known to the simulator only. */
    secrets: {
      accessToken: "demo-access-token",
      appSecrets: ["demo-app-secret"],
      verifyToken: "demo-verify-token",
    },
  },
  supervisor: { name: "Sérgio Prado", email: "sergio@aurora.example", sectors: ["Loja", "Pós-venda"] },
  agents: [
    { name: "Bruna Carvalho", email: "bruna@aurora.example", queues: ["Vendas", "Encomendas"] },
    { name: "Caio Ribeiro", email: "caio@aurora.example", queues: ["Vendas", "Encomendas"] },
    { name: "Dalva Siqueira", email: "dalva@aurora.example", queues: ["Trocas e entregas"] },
  ],
} as const;

/** A person of the demo, as the start shows them. */
export interface DemoLogin extends Login {
  readonly name: string;
  readonly role: "admin" | "supervisor" | "agent";
  /** What they serve or manage, in words. */
  readonly where: string;
}

/** Who can sign in to the demo. */
export const demoLogins: readonly DemoLogin[] = [
  { ...firstAdministrator, role: "admin", where: "everything" },
  {
    name: shop.supervisor.name,
    email: shop.supervisor.email,
    password: demoPassword,
    role: "supervisor",
    where: shop.supervisor.sectors.join(", "),
  },
  ...shop.agents.map(({ name, email, queues }) => ({
    name,
    email,
    password: demoPassword,
    role: "agent" as const,
    where: queues.join(", "),
  })),
];

/** Who answers the demo number's customers. */
export const receptionLogins: readonly DemoLogin[] = demoLogins.filter(({ email }) =>
  shop.agents.some(
    (agent) => agent.email === email && agent.queues.some((queue) => queue === shop.number.reception),
  ),
);

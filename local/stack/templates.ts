import type { Template } from "../whatsapp/types.ts";

const approved = (name: string, category: string, body: string): Template => ({
  ...{ name, language: "pt_BR", status: "APPROVED", category, parameter_format: "POSITIONAL" },
  components: [{ type: "BODY", text: body }],
});

/** What Meta approved for each account of the simulator, so that conversations can be begun and taken up again. */
export const localTemplates: readonly Template[] = [
  approved("retomar_conversa", "UTILITY", "Olá, {{1}}! Podemos retomar a nossa conversa? Responda por aqui."),
  approved("pedido_pronto", "UTILITY", "Olá, {{1}}! O seu pedido {{2}} está pronto para retirada."),
  approved("lembrete", "UTILITY", "Passando para lembrar: {{1}}."),
  approved("novidades", "MARKETING", "Chegaram novidades na loja. Quer que a gente conte?"),
];

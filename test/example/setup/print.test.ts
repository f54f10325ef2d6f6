import { describe, expect, it } from "vitest";
import { planLines, stepLine } from "../../../local/setup/print.ts";
import { preparePlan } from "../../../local/setup/setup.ts";
import { stagesOf } from "../../../local/setup/steps.ts";
import { environment, everything, read, setUp } from "./files.ts";
import { openInProcessDesk } from "./in-process.ts";

describe("a plan as people read it", () => {
  it("for an empty desk says what is made, and nothing of secrets", async () => {
    const desk = await openInProcessDesk();
    const { plan } = await preparePlan(desk.api(), read(everything), environment);
    expect(planLines(plan).join("\n")).toBe(`\
  ~ settings
      businessName              "Balcão" → "Padaria Sol"
      survey.enabled            false → true
  + pause reason     Almoço
  + channel          Número
  + channel          Site
  + sector           Loja
  + queue            Loja / Balcão
  + queue            Loja / Encomendas
  + tag              Loja / Pedido
  + tag              Loja / Dúvida
  + person           bia@padaria.example (supervisor)
  + person           caio@padaria.example (agent, invited by e-mail)
  + canned response  ola
  + canned response  Loja / pix

On the desk and not in the file, left alone:
    person           ana@aurora.example

12 to create, 1 to change, 0 as the file says, 1 left alone.`);
    expect(stagesOf(plan).flat().map(stepLine)).toContain("  changed queue Loja / Encomendas");
  });

  it("for a desk that is there says each field, from what to what", async () => {
    const desk = await openInProcessDesk();
    const api = desk.api();
    await setUp(api, everything);
    const other = everything
      .replace("ticketLimit: 4", "ticketLimit: 6")
      .replace(
        '13:00-18:00", holidays: brazil',
        '13:00-19:00", sat: all day, holidays: brazil, special: [{ date: 12-25, name: Ceia, hours: 08:00-12:00 }]',
      )
      .replace("wait: 5m", "wait: null")
      .replace(
        "tags: [Pedido, Dúvida]",
        "tags: [Pedido]\n    outOfHours: { kind: refuse, text: Estamos fechados. }",
      )
      .replace("fallback: Balcão", "tries: 2")
      .replace("queues: [Balcão, Encomendas]", "queues: [Balcão]")
      .replace("limits: { Loja: 2 }", "limits: {}")
      .replace('"06:00-22:00"', '"22:00-06:00"')
      .replace("Aceitamos Pix.", `Aceitamos Pix e cartão. ${"Em até doze vezes. ".repeat(4)}`);
    const { plan } = await preparePlan(api, read(other), environment);
    expect(planLines(plan).join("\n")).toBe(`\
  ~ channel          Site
      reception                 kind menu, greeting "Olá! Balcão ou encomendas?", unclear "Não entendi. Balcão ou encomendas?", tries 3, queues Loja / Balcão, Loja / Encomendas, fallback Loja / Balcão → kind menu, greeting "Olá! Balcão ou encomendas?", unclear "Não entendi. Balcão ou encomendas?", tries 2, queues Loja / Balcão, Loja / Encomendas, fallback none
  ~ sector           Loja
      ticketLimit               4 → 6
      outOfHours.kind           queue → refuse
      outOfHours.text           "No momento estamos fora do horário de atendimento. Responde…" → "Estamos fechados."
      hours                     mon-fri 08:00-12:00, 13:00-18:00; 20 special days; America/Sao_Paulo → mon-fri 08:00-12:00, 13:00-19:00; sat all day; 19 special days; America/Sao_Paulo
      hours.special             - 2026-12-25 Natal, - 2027-12-25 Natal, + 12-25 Ceia (08:00-12:00)
      serviceLevel.wait         5m → none
  ~ person           caio@padaria.example
      accessHours               mon-sat 06:00-22:00; America/Sao_Paulo → mon-sat 22:00-06:00; America/Sao_Paulo
      queues                    Loja / Balcão, Loja / Encomendas → Loja / Balcão
      limits                    Loja 2 → none
  ~ canned response  Loja / pix
      text                      "Aceitamos Pix." → "Aceitamos Pix e cartão. Em até doze vezes. Em até doze veze…"

On the desk and not in the file, left alone:
    tag              Loja / Dúvida
    person           ana@aurora.example

0 to create, 4 to change, 8 as the file says, 2 left alone.`);
  });
});

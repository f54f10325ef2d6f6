import { describe, expect, it } from "vitest";
import {
  type Subject,
  recognise,
  render,
  unknownVariables,
  valuesOf,
} from "../../../shared/domain/canned-response.ts";
import { defaultSettings } from "../../../shared/contracts/settings.ts";
import type { Locale, Time } from "../../../shared/contracts/values.ts";

const subject: Subject = {
  contactName: "Lia Souza",
  agentName: "Renata Alves",
  protocol: "2026112312345678",
  queue: "Vendas",
  sector: "Comercial",
};
const late = "2026-11-24T01:30:00.000Z" as Time;
const values = (changes: Partial<Subject> = {}) =>
  valuesOf({ ...subject, ...changes }, { ...defaultSettings, businessName: "Loja" }, late);

describe("variables", () => {
  it.each([
    ["Olá, $contact.name", "Olá, Lia Souza"],
    ["Olá, $contact.firstName!", "Olá, Lia!"],
    ["sou $agent.firstName ($agent.name).", "sou Renata (Renata Alves)."],
    ["$protocol, $queue, $sector, $business", "2026112312345678, Vendas, Comercial, Loja"],
    ["em $date às $time", "em 23/11/2026 às 22:30"],
    ["R$ 50, R$50, US$$5, $", "R$ 50, R$50, US$5, $"],
    ["$$queue é $queue", "$queue é Vendas"],
    ["${contact.firstName}zinha", "Liazinha"],
  ])("%s", (text, said) => {
    expect(unknownVariables(text)).toEqual([]);
    expect(render(text, values())).toBe(said);
  });

  it("that are empty say their fallback, or nothing", () => {
    const nobody = values({ contactName: null, queue: null });
    expect(render("Olá, ${contact.firstName|cliente}! $queue.", nobody)).toBe("Olá, cliente! .");
    expect(render("Olá, ${contact.firstName|cliente}!", values())).toBe("Olá, Lia!");
  });

  it("that do not exist are told as they are written, each once", () => {
    expect(unknownVariables("$nome $contact.nome ${x|y} $nome ${queue $contact.name.x R$abc $$ok")).toEqual([
      "$nome",
      "$contact.nome",
      "${x|y}",
      "${",
      "$contact.name.x",
      "$abc",
    ]);
  });

  it.each([
    ["pt-BR", "23/11/2026 22:30"],
    ["en", "11/23/2026 10:30 PM"],
    ["es", "23/11/2026 22:30"],
  ] as const)("dates and times are written as in %s, where the business is", (locale: Locale, said) => {
    const here = valuesOf(subject, { ...defaultSettings, locale }, late);
    expect(render("$date $time", here)).toBe(said);
    const there = valuesOf(subject, { ...defaultSettings, locale, timeZone: "UTC" }, late);
    expect(render("$date", there)).toContain("24");
  });
});

describe("a message made into a canned response", () => {
  it.each([
    [
      "Olá, sou a Renata e vou seguir com o seu atendimento.",
      "Olá, sou a $agent.firstName e vou seguir com o seu atendimento.",
    ],
    ["Lia Souza, seu protocolo é 2026112312345678.", "$contact.name, seu protocolo é $protocol."],
    ["Analia e Lia, da fila Vendas", "Analia e $contact.firstName, da fila $queue"],
    ["lia e LIA", "lia e LIA"],
    ["Lia.Souza", "${contact.firstName}.Souza"],
    ["custa R$ 50 ou R$$5", "custa R$ 50 ou R$$$5"],
    ["use $queue", "use $$queue"],
  ])("%s", (message, made) => {
    expect(recognise(message, values())).toBe(made);
    expect(render(made, values())).toBe(message);
  });

  it("leaves what two different things are called", () => {
    expect(recognise("Oi, Renata", values({ contactName: "Renata Dias" }))).toBe("Oi, Renata");
    expect(recognise("Oi, Lia", values({ contactName: "Lia" }))).toBe("Oi, $contact.firstName");
    expect(recognise("A B", values({ contactName: "A" }))).toBe("A B");
  });
});

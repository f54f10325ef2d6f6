import { describe, expect, it } from "vitest";
import { FileRefused } from "../../../local/setup/problems.ts";
import { readSetup } from "../../../local/setup/source.ts";
import { wantedThings } from "../../../local/setup/wanted.ts";

/** What a text is refused with, a line each. */
function refusal(text: string): readonly string[] {
  try {
    const source = readSetup("loja.yaml", text);
    source.refuse(wantedThings(source.file, [], []).problems);
  } catch (error) {
    if (error instanceof FileRefused) return error.message.split("\n");
    throw error;
  }
  return [];
}

const sector = (more: string): string =>
  ["sectors:", "  - name: Vendas", "    ticketLimit: 5", "    queues: [{ name: Balcão }]", more].join("\n");

describe("a set-up file", () => {
  it("may be empty, and may be JSON", () => {
    expect(refusal("")).toEqual([]);
    expect(
      readSetup("loja.json", `{"$schema": "x", "settings": {"businessName": "Loja"}}`).file,
    ).toMatchObject({
      settings: { businessName: "Loja" },
    });
  });

  it.each([
    [
      "what is no YAML",
      "settings: [",
      ["loja.yaml:1:12  Flow sequence in block collection must be sufficiently indented and end with a ]"],
    ],
    ["a key given twice", "settings: {}\nsettings: {}", ["loja.yaml:2:1  Map keys must be unique"]],
    [
      "a setting that does not exist",
      "settings:\n  bussinessName: Loja",
      ["loja.yaml:2:18  settings.bussinessName: there is no such setting"],
    ],
    [
      "something missing",
      "sectors:\n  - name: Vendas",
      [
        "loja.yaml:2:5  sectors[0].ticketLimit: Invalid input: expected number, received undefined",
        "loja.yaml:2:5  sectors[0].queues: Invalid input: expected array, received undefined",
      ],
    ],
    [
      "hours that are none",
      sector("    hours: { mon-fri: 8 às 18 }"),
      ['loja.yaml:5:23  sectors[0].hours.mon-fri: like "08:00-12:00, 13:00-18:00", "closed" or "all day"'],
    ],
    [
      "a day that is none",
      sector("    hours:\n      seg-sex: 08:00-18:00"),
      ["loja.yaml:6:16  sectors[0].hours.seg-sex: not a day of the week: mon, tue, wed, thu, fri, sat, sun"],
    ],
    [
      "a day named twice",
      sector("    hours: { mon-fri: 08:00-18:00, wed: closed }"),
      ["loja.yaml:5:41  sectors[0].hours.wed: wednesday is named twice"],
    ],
    [
      "a duration out of bounds",
      sector("    serviceLevel: { wait: 30d }"),
      ["loja.yaml:5:27  sectors[0].serviceLevel.wait: Too big: expected number to be <=604800"],
    ],
    [
      "a queue that is nowhere",
      "people:\n  - { email: a@b.example, name: A, role: agent, queues: [Vendas] }",
      ["loja.yaml:2:58  people[0].queues[0]: there is no queue Vendas, neither here nor on the desk"],
    ],
    [
      "a name of two queues",
      `${sector("  - { name: Loja, ticketLimit: 1, queues: [{ name: Balcão }] }")}\npeople:\n  - { email: a@b.example, name: A, role: agent, queues: [Balcão] }`,
      [
        'loja.yaml:7:58  people[0].queues[0]: there are 2 of this name: say "Vendas / Balcão" or "Loja / Balcão"',
      ],
    ],
    [
      "the same thing twice",
      sector("    tags: [Pedido, Pedido]"),
      ["loja.yaml:5:20  sectors[0].tags[1]: tag Vendas / Pedido is in the file twice"],
    ],
    [
      "an unknown variable",
      "cannedResponses:\n  - { shortcut: ola, text: Oi $nome }",
      ["loja.yaml:2:28  cannedResponses[0].text: there is no variable $nome"],
    ],
    [
      "a secret in the open",
      "people:\n  - { email: a@b.example, name: A, role: agent, temporaryPassword: Segredo123 }",
      ["loja.yaml:2:68  people[0].temporaryPassword: give it as ${NAME}, and its value in the environment"],
    ],
  ] as const)("is refused for %s, at its line", (_, text, lines) => {
    expect(refusal(text)).toEqual(lines);
  });

  it("does not repeat a secret that was written into it", () => {
    const text = "people:\n  - { email: a@b.example, name: A, role: agent, temporaryPassword: Segredo123 }";
    expect(refusal(text).join()).not.toContain("Segredo123");
  });
});

describe("hours of a file", () => {
  const hoursIn = (hours: string): unknown =>
    wantedThings(
      readSetup("x", sector(`    hours: ${hours}`)).file,
      [],
      [
        { date: "2026-12-25", name: "Natal", intervals: [] },
        { date: "2026-11-02", name: "Finados", intervals: [] },
      ],
    ).things.find(({ kind }) => kind === "sector")?.fields["hours"];

  it("name days and ranges of days, over the end of the week too", () => {
    expect(
      hoursIn('{ "fri-mon": 22:00-02:00, "tue, thu": "08:00-12:00,13:00-24:00", timeZone: UTC }'),
    ).toEqual({
      timeZone: "UTC",
      weekly: {
        ...Object.fromEntries(
          ["monday", "friday", "saturday", "sunday"].map((day) => [day, [{ from: "22:00", to: "02:00" }]]),
        ),
        ...Object.fromEntries(
          ["tuesday", "thursday"].map((day) => [
            day,
            [
              { from: "08:00", to: "12:00" },
              { from: "13:00", to: "00:00" },
            ],
          ]),
        ),
      },
      special: [],
    });
  });

  it("may be always, or all day", () => {
    expect(hoursIn("always")).toBeNull();
    expect(hoursIn("{ sat: all day, sun: closed, timeZone: UTC }")).toMatchObject({
      weekly: { saturday: [{ from: "00:00", to: "00:00" }] },
    });
  });

  it("let a special day of their own take the place of a holiday", () => {
    const own = "special: [{ date: 12-25, name: Plantão, hours: 08:00-12:00 }]";
    expect(hoursIn(`{ mon: all day, timeZone: UTC, holidays: brazil, ${own} }`)).toMatchObject({
      special: [
        { date: "12-25", name: "Plantão", intervals: [{ from: "08:00", to: "12:00" }] },
        { date: "2026-11-02", name: "Finados", intervals: [] },
      ],
    });
  });
});

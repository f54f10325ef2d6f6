import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../shared/contracts/values.ts";
import { SetupFile } from "../../local/setup/file.ts";
import { isEmpty, planOf } from "../../local/setup/plan.ts";
import { stagesOf, type Step } from "../../local/setup/steps.ts";
import { identity, type Key, type Kind, type KnownThing } from "../../local/setup/things.ts";
import { wantedThings } from "../../local/setup/wanted.ts";

const sectorNames = ["Vendas", "Suporte", "Financeiro"] as const;
const queueNames = ["Balcão", "Fila", "Retornos"] as const;
const channelNames = ["Número", "Site"] as const;

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const some = <Item>(items: readonly Item[]) => fc.subarray([...items]);
const clean = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const hours = fc.constantFrom("always", { "mon-fri": "08:00-12:00, 13:00-18:00" }, { sat: "22:00-02:00" });

/** Files over few names, so that two of them have much in common; what they refer to is in them. */
const file = fc
  .record({
    settings: maybe(fc.record({ businessName: maybe(fc.constantFrom("Loja", "Clínica")) })),
    pauseReasons: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom("Almoço", "Café"),
        isWork: fc.boolean(),
        suggested: maybe(fc.constant("15m")),
      }),
      { selector: ({ name }) => name },
    ),
    sectors: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom(...sectorNames),
        ticketLimit: fc.integer({ min: 1, max: 3 }),
        active: maybe(fc.boolean()),
        hours: maybe(hours),
        serviceLevel: maybe(fc.record({ wait: fc.constantFrom("5m", null) })),
        queues: fc.uniqueArray(
          fc.record({
            name: fc.constantFrom(...queueNames),
            greeting: maybe(fc.constantFrom("Olá!", null)),
            channels: maybe(some(channelNames)),
          }),
          { selector: ({ name }) => name, minLength: 1 },
        ),
        tags: maybe(some(["Dúvida", "Venda"])),
      }),
      { selector: ({ name }) => name, minLength: 1 },
    ),
    receptions: fc.tuple(fc.nat(), fc.nat()),
    isMenu: fc.boolean(),
    people: fc.uniqueArray(
      fc.record({
        email: fc.constantFrom("bia@loja.example", "caio@loja.example", "davi@loja.example"),
        name: fc.constantFrom("Bia", "Caio"),
        role: fc.constantFrom("agent", "supervisor"),
        places: fc.tuple(fc.nat(), fc.nat()),
        permissions: maybe(fc.record({ outreach: fc.boolean() })),
      }),
      { selector: ({ email }) => email },
    ),
    canned: fc.uniqueArray(
      fc.record({
        shortcut: fc.constantFrom("ola", "pix"),
        text: fc.constantFrom("Oi", "$protocol"),
        at: maybe(fc.nat()),
      }),
      { selector: ({ shortcut, at }) => `${shortcut} ${at === undefined}` },
    ),
  })
  .map(({ receptions, isMenu, people, canned, sectors, ...rest }) => {
    const queues = sectors.flatMap((sector) =>
      sector.queues.map((queue) => `${sector.name} / ${queue.name}`),
    );
    const pick = (names: readonly string[], at: number): string => names[at % names.length] ?? "";
    const places = sectors.map(({ name }) => name);
    return SetupFile.parse(
      clean({
        ...rest,
        sectors,
        channels: [
          {
            ...{
              kind: "whatsapp",
              name: "Número",
              phoneNumberId: "700200",
              wabaId: "900100",
              displayNumber: "551130000000",
            },
            reception: pick(queues, receptions[0]),
            secrets: { accessToken: "${TOKEN}", appSecrets: ["${SECRET}"], verifyToken: "${VERIFY}" },
          },
          {
            ...{ kind: "webchat", name: "Site", allowedOrigins: ["https://loja.example"] },
            reception: isMenu
              ? {
                  ...{ kind: "menu", greeting: "Olá!", unclear: "Como?", tries: 2 },
                  queues: queues.slice(0, 3),
                  fallback: pick(queues, receptions[1]),
                }
              : pick(queues, receptions[1]),
          },
        ],
        people: people.map(({ places: [sector, queue], ...person }) => ({
          ...person,
          sectors: person.role === "supervisor" ? [pick(places, sector)] : undefined,
          queues: [pick(queues, queue)],
          limits: { [pick(places, sector)]: 2 },
        })),
        cannedResponses: canned.map(({ at, ...response }) => ({
          ...response,
          sector: at === undefined ? undefined : pick(places, at),
        })),
      }),
    );
  });

const emptyDesk: readonly KnownThing[] = [
  {
    kind: "settings",
    key: [],
    label: "",
    id: "settings",
    version: 0,
    fields: { timeZone: "America/Sao_Paulo" },
  },
];

/** The queues that a reception names: a key, or those of a menu. */
function queuesIn(reception: Json): readonly Key[] {
  if (reception === null) return [];
  if (Array.isArray(reception)) return [reception as Key];
  const { queues, fallback } = reception as { queues: Key[]; fallback: Key };
  return [...queues, fallback];
}

/** What a thing of this kind cannot be said without. */
function needs({ thing, ...step }: Step): readonly string[] {
  const { kind, key } = thing;
  const fields = step.action === "create" ? thing.fields : step.fields;
  const all = (of: Kind, field: string): readonly (readonly [Kind, Key])[] =>
    ((fields[field] ?? []) as readonly (Key | string)[]).map((it) => [
      of,
      typeof it === "string" ? [it] : it,
    ]);
  const inSector = ["queue", "tag"].includes(kind) || (kind === "canned response" && key.length > 1);
  const reception = kind === "channel" ? fields["reception"] : null;
  const references: readonly (readonly [Kind, Key])[] = [
    ...(inSector ? [["sector", key.slice(0, 1)] as const] : []),
    ...(kind === "queue" ? all("channel", "channels") : []),
    ...queuesIn(reception ?? null).map((queue) => ["queue", queue] as const),
    ...(kind === "person" ? [...all("queue", "queues"), ...all("sector", "sectors")] : []),
  ];
  return [
    ...references.map(([of, called]) => identity({ kind: of, key: called })),
    ...(step.action === "change" ? [identity(thing)] : []),
  ];
}

/** Carries a stage out on things in memory, all at once: nothing may need what another step of it makes. */
function afterStage(known: readonly KnownThing[], steps: readonly Step[]): readonly KnownThing[] {
  const there = new Map(known.map((thing) => [identity(thing), thing]));
  for (const step of steps)
    for (const needed of needs(step))
      if (!there.has(needed)) throw new Error(`${identity(step.thing)} comes before ${needed}`);
  for (const step of steps) {
    const { kind, key, label } = step.thing;
    const before = there.get(identity(step.thing));
    if (step.action === "create" && before !== undefined) throw new Error(`${label} is made twice`);
    const said = step.action === "create" ? step.thing.fields : step.fields;
    const made = (thing: Pick<KnownThing, "kind" | "key" | "label" | "fields">, version: number): void =>
      void there.set(identity(thing), { ...thing, id: identity(thing), version });
    made({ kind, key, label, fields: { ...before?.fields, ...said } }, (before?.version ?? 0) + 1);
    if (step.action === "create" && kind === "sector") {
      if (step.firstQueue === undefined) throw new Error(`${label} is made without a queue`);
      made(step.firstQueue, 1);
    }
  }
  return [...there.values()];
}

const planFor = (wanted: SetupFile, known: readonly KnownThing[]) => {
  const { things, problems } = wantedThings(wanted, known, []);
  expect(problems).toEqual([]);
  return planOf(things, known);
};

const applied = (wanted: SetupFile, known: readonly KnownThing[], most = Number.POSITIVE_INFINITY) => {
  let left = most;
  return stagesOf(planFor(wanted, known)).reduce((desk, steps) => {
    const some = steps.slice(0, Math.max(0, left));
    left -= steps.length;
    return afterStage(desk, some);
  }, known);
};

const contents = (known: readonly KnownThing[]): ReadonlyMap<string, unknown> =>
  new Map(known.map((thing) => [identity(thing), thing.fields]));

describe("a plan", () => {
  it("once carried out leaves nothing to do, whatever the desk was before", () => {
    fc.assert(
      fc.property(file, file, (before, wanted) => {
        const desk = applied(before, emptyDesk);
        const after = applied(wanted, desk);
        expect(isEmpty(planFor(wanted, after))).toBe(true);
      }),
    );
  });

  it("says nothing of what the file does not say, and keeps it", () => {
    fc.assert(
      fc.property(file, file, (before, wanted) => {
        const desk = applied(before, emptyDesk);
        const plan = planFor(wanted, desk);
        const after = contents(applied(wanted, desk));
        for (const other of plan.others) expect(after.get(identity(other))).toEqual(other.fields);
        for (const { thing } of plan.differences) {
          const was = desk.find((it) => identity(it) === identity(thing))?.fields ?? {};
          const is = after.get(identity(thing)) as Readonly<Record<string, unknown>>;
          for (const [field, value] of Object.entries(was))
            if (!(field in thing.fields)) expect(is[field]).toEqual(value);
        }
      }),
    );
  });

  it("cut off after any step and made anew comes to the same end", () => {
    fc.assert(
      fc.property(file, file, fc.nat({ max: 30 }), (before, wanted, most) => {
        const desk = applied(before, emptyDesk);
        const half = applied(wanted, desk, most);
        expect(contents(applied(wanted, half))).toEqual(contents(applied(wanted, desk)));
      }),
    );
  });
});

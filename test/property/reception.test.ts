import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BotState, Choices, Content, OutboundMessage, Ticket } from "../../shared/contracts/tickets.ts";
import type { MenuReception, Queue, Sector } from "../../shared/contracts/organisation.ts";
import {
  type ReceptionNow,
  type Step,
  hear,
  isShut,
  refuse,
  welcome,
} from "../../shared/domain/reception.ts";
import { choiceOf, menuContent } from "../../shared/domain/reception-menu.ts";
import type { QueueId, SectorId } from "../../shared/contracts/ids.ts";
import { Content as ContentSchema } from "../../shared/contracts/content.ts";
import type { Counter } from "../../shared/domain/reception-queues.ts";
import { Name } from "../../shared/contracts/values.ts";
import type { Time } from "../../shared/contracts/values.ts";
import { addSeconds } from "../../shared/domain/time.ts";
import type { JsonObject } from "../../local/whatsapp/types.ts";
import { isGraphError } from "../../local/whatsapp/errors.ts";
import { requestOf } from "../../shared/actions/delivery/send-request.ts";
import { validateMessage } from "../../local/whatsapp/validation.ts";

const start = "2026-11-23T12:00:00.000Z" as Time;
const idOf = <Id extends string>(prefix: string, index: number): Id =>
  `${prefix}_${index.toString().padStart(26, "0")}` as Id;

const openDaily: Sector["hours"] = {
  timeZone: "UTC",
  weekly: { monday: [{ from: "09:00", to: "18:00" }] },
  special: [],
};

function counterAt(index: number, name: string, sectorName: string, refuses = false): Counter {
  const [id, sectorId] = [idOf<QueueId>("que", index), idOf<SectorId>("sec", index)];
  const common = { version: 1, removing: null, createdAt: start, routing: "manual" as const };
  const queue: Queue = {
    ...{ ...common, id, sectorId, name, channelIds: [], waitingCap: null },
    ...{ greeting: null, tellsPosition: false },
  };
  const sector: Sector = {
    ...{ ...common, id: sectorId, name: sectorName, managerIds: [], active: true },
    hours: refuses ? openDaily : null,
    outOfHours: { kind: "refuse", text: "Fechado" },
    ...{ ticketLimit: 1, outreach: false, inactivity: null, tagsRequired: false, survey: false },
    serviceLevel: { wait: null, firstResponse: null, handling: null },
  };
  return { queue, sector };
}

/** Any name that a queue may have; often one that is near another's. */
const name = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
    fc.constantFrom(
      "Vendas",
      "vendas",
      "Véndas",
      "Financeiro",
      "Financeiro e cobranças de clientes",
      "2",
      "10",
      "Nº 2",
    ),
    fc.string({ unit: "grapheme", minLength: 60, maxLength: 120 }),
  )
  .filter((text) => Name.safeParse(text).success)
  .map((text) => Name.parse(text));
const counters = fc
  .array(fc.tuple(name, name), { minLength: 1, maxLength: 10 })
  .map((names) => names.map(([queue, sector], index) => counterAt(index, queue, sector)));
const question = fc
  .string({ minLength: 1, maxLength: 1_024, unit: "grapheme" })
  .filter((it) => it.length <= 1_024);

const said = (content: Content): OutboundMessage => ({
  ...{ ticketId: idOf("tkt", 1), number: 3, at: start, by: { kind: "system" }, type: "message" },
  ...{ direction: "out", content, purpose: "reception", position: null, clientMessageId: "reception-3" },
  delivery: { status: "queued", rank: 0, at: start, attempts: 0, providerId: null, failure: null },
});
const contact = { address: { phone: "5511990000001" } } as Ticket;

describe("a menu", () => {
  it("is one that Meta takes, whatever the queues are called", () => {
    fc.assert(
      fc.property(question, counters, (text, shown) => {
        const content = menuContent(text, "Ver opções", shown);
        expect(ContentSchema.parse(content)).toEqual(content);
        const answer = validateMessage(
          JSON.parse(JSON.stringify(requestOf(said(content), contact))) as JsonObject,
        );
        expect(isGraphError(answer) ? answer : undefined).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it("names every queue whole, somewhere", () => {
    fc.assert(
      fc.property(counters, (shown) => {
        const { options } = menuContent("?", "Ver", shown);
        options.forEach(({ title, description }, index) => {
          const whole = description ?? title;
          const { queue, sector } = shown[index] as Counter;
          expect([queue.name, `${sector.name} – ${queue.name}`.slice(0, 200)]).toContain(whole.slice(0, 200));
        });
      }),
    );
  });

  it("is answered by whatever it shows: what is tapped, the number, the title", () => {
    fc.assert(
      fc.property(counters, fc.nat(9), (shown, at) => {
        const { options }: Choices = menuContent("?", "Ver", shown);
        const index = at % options.length;
        const { id, title, description } = options[index] as Choices["options"][number];
        const choosable = options.map((it) => ({
          id: it.id,
          names: [it.title, ...(it.description === null ? [] : [it.description])],
        }));
        const chosen = (content: Content) => choiceOf(content, choosable);
        expect(chosen({ type: "choice", id, title })).toBe(id);
        expect(chosen({ type: "text", text: `${index + 1}` })).toBe(id);
        expect(chosen({ type: "text", text: ` ${index + 1}. ` })).toBe(id);
        // Of two that sound the same, and of one that reads as a number, the number says which.
        const sounds = choosable.map(({ names }) => names.map((it) => plain(it)));
        const own = sounds[index] ?? [];
        fc.pre(!/\d/.test(own.join("")) && own.every((it) => /^\p{L}/u.test(it)));
        fc.pre(sounds.every((others, other) => other === index || !others.some((it) => own.includes(it))));
        const shouted = /^[\p{Script=Latin}\s]*$/u.test(title) ? title.toUpperCase() : title;
        for (const text of [title, description ?? title, shouted])
          expect(chosen({ type: "text", text })).toBe(id);
      }),
      { numRuns: 500 },
    );
  });
});

const plain = (text: string): string =>
  text
    .toUpperCase()
    .normalize("NFKD")
    .replaceAll(/[\p{M}\u{20e3}\u{fe0f}]/gu, "")
    .replaceAll(/\s+/gu, " ")
    .trim()
    .toLowerCase();

/** Three queues, of which the second sends away who comes out of hours. */
const shop = [
  counterAt(0, "Vendas", "Loja"),
  counterAt(1, "Cobrança", "Financeiro", true),
  counterAt(2, "Entregas", "Loja 2"),
];
const reception = fc
  .record({
    queueIds: fc.subarray(
      shop.map(({ queue }) => queue.id),
      { minLength: 1 },
    ),
    tries: fc.integer({ min: 1, max: 5 }),
    fallback: fc.option(fc.constantFrom(...shop.map(({ queue }) => queue.id))),
  })
  .map((it): MenuReception => ({ kind: "menu", greeting: "Olá", unclear: "Como?", ...it }));
const heard = fc.record({
  content: fc.oneof(
    fc
      .constantFrom("oi", "1", "2", "3", "Cobrança", "???", "ven")
      .map((text): Content => ({ type: "text", text })),
    fc.constantFrom(...shop).map(({ queue }): Content => ({ type: "choice", id: queue.id, title: "?" })),
    fc.constant<Content>({ type: "unsupported", kind: "image", raw: {} }),
  ),
  crossed: fc.boolean(),
  maySay: fc.boolean(),
  /** Hours since the one before. */
  after: fc.constantFrom(0, 0, 0, 1, 9, 24),
  /** Queues that are not open then. */
  gone: fc.subarray([0, 1, 2], { maxLength: 1 }),
  full: fc.boolean(),
});

/** Plays a contact's messages; the first opens the ticket. Tells each step, until they are in a line. */
function play(
  wanted: MenuReception,
  messages: readonly (typeof heard extends fc.Arbitrary<infer T> ? T : never)[],
) {
  let now = start;
  let bot: BotState | undefined;
  const told: {
    readonly step: Step;
    readonly says: string | undefined;
    readonly maySay: boolean;
    readonly now: Time;
  }[] = [];
  for (const { content, crossed, maySay, after, gone, full } of messages) {
    now = addSeconds(now, after * 3_600 + 1);
    const it: ReceptionNow = {
      ...{ reception: wanted, now },
      counters: shop.filter((_, index) => !gone.includes(index)),
    };
    const step = bot === undefined ? welcome(it, maySay) : hear(bot, it, { content, crossed, maySay });
    bot = step.bot;
    let says = step.do === "ask" ? step.text : undefined;
    if (step.do === "enter") {
      const shut = isShut(step.counter, now);
      if (!shut && !full) return { told, entered: step.counter };
      if (maySay) {
        const refused = refuse(step.bot, step.counter, shut ? "closed" : "full", now);
        bot = refused.bot;
        says = refused.isTold ? undefined : shut ? "closed" : "full";
      }
    }
    told.push({ step, says, maySay, now });
  }
  return { told, entered: undefined };
}

describe("a reception with a menu", () => {
  const days = fc.array(heard, { minLength: 1, maxLength: 25 });

  it("asks again fewer times than it tries, however long they do not answer", () => {
    fc.assert(
      fc.property(reception, days, (wanted, messages) => {
        const { told } = play(wanted, messages);
        expect(told.filter(({ says }) => says === wanted.unclear).length).toBeLessThan(wanted.tries);
        for (const { step } of told)
          if (step.bot.kind === "menu") expect(step.bot.tries).toBeLessThan(wanted.tries);
      }),
      { numRuns: 500 },
    );
  });

  it("says nothing after the window, and nothing to who was left to a person", () => {
    fc.assert(
      fc.property(reception, days, (wanted, messages) => {
        const { told } = play(wanted, messages);
        const left = told.findIndex(({ step }) => step.bot.kind === "none");
        for (const [index, { says, maySay, step }] of told.entries()) {
          if (!maySay) expect(says).toBeUndefined();
          if (left >= 0 && index >= left) expect([step.do, says]).toEqual(["nothing", undefined]);
        }
      }),
    );
  });

  it("offers and leads only to queues that are there, and that it names", () => {
    fc.assert(
      fc.property(reception, days, (wanted, messages) => {
        const { told, entered } = play(wanted, messages);
        const named = [...wanted.queueIds, ...(wanted.fallback === null ? [] : [wanted.fallback])];
        if (entered !== undefined) expect(named).toContain(entered.queue.id);
        for (const { step } of told) {
          if (step.do !== "ask") continue;
          expect(step.bot.options).toEqual(step.options.map(({ queue }) => queue.id));
          expect(wanted.queueIds).toEqual(expect.arrayContaining([...step.bot.options]));
        }
      }),
    );
  });

  it("does not tell twice in an hour that the same line is full", () => {
    fc.assert(
      fc.property(fc.constantFrom(...shop), days, ({ queue }, messages) => {
        const one: MenuReception = {
          kind: "menu",
          greeting: "Olá",
          unclear: "Como?",
          queueIds: [queue.id],
          tries: 3,
          fallback: null,
        };
        const { told } = play(
          one,
          messages.map((it) => ({ ...it, gone: [], full: true })),
        );
        const times = told.flatMap(({ says, now }) => (says === "full" ? [Date.parse(now)] : []));
        times
          .slice(1)
          .forEach((at, index) => expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(3_600_000));
      }),
    );
  });
});

describe("an answer", () => {
  const queueIds = shop.map(({ queue }) => queue.id) as readonly QueueId[];
  it("that was tapped leads to what was tapped, whatever was shown last", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...queueIds], { minLength: 1 }),
        fc.constantFrom(...shop),
        (options, { queue }) => {
          const bot: BotState = { kind: "menu", options, tries: 0, refused: null };
          const wanted: MenuReception = {
            kind: "menu",
            greeting: "Olá",
            unclear: "Como?",
            queueIds: [...queueIds],
            tries: 3,
            fallback: null,
          };
          const it: ReceptionNow = { reception: wanted, counters: shop, now: start };
          const content: Content = { type: "choice", id: queue.id, title: "?" };
          const step = hear(bot, it, { content, crossed: true, maySay: false });
          expect(step).toMatchObject({ do: "enter", counter: { queue: { id: queue.id } } });
        },
      ),
    );
  });
});

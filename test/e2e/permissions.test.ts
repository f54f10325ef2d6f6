import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TicketId } from "../../shared/contracts/ids.ts";
import { routes } from "../../shared/contracts/routes/table.ts";
import { ticketOf } from "./support/conversation.ts";
import { codeOf, type RawAnswer, request } from "./support/http.ts";
import { type Cast, openCast, setActive, type Standing, standings } from "./support/roles.ts";
import {
  requests,
  spelledOut,
  staffRoutes,
  type StaffRoute,
  type Subject,
} from "./support/route-requests.ts";
import { inParallel } from "./support/parallel.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { usedUp } from "./support/things.ts";

let scene: Scene;
let cast: Cast;
/** Tokens as the tests go on, by standing. */
let tokens: Record<Standing, string>;
let asked = 0;

beforeAll(async () => {
  scene = await openScene();
  cast = await openCast(scene);
  tokens = tokensOf((standing) => cast.people[standing].token);
});

afterAll(async () => {
  console.log(
    `${asked} requests decided over ${staffRoutes.length} routes and ${standings.length} standings`,
  );
  await scene?.close();
});

const tokensOf = (of: (standing: Standing) => string): Record<Standing, string> =>
  Object.fromEntries(standings.map((standing) => [standing, of(standing)])) as Record<Standing, string>;

const ask = (name: StaffRoute, subject: Subject, token?: string): Promise<RawAnswer> => {
  asked += 1;
  const { path, ...rest } = spelledOut(name, requests(subject)[name]);
  return request(`${scene.apiUrl}${path}`, { ...rest, token });
};

/** A ticket of the shop's queue: waiting, held by its agent, or put away by them. */
async function ticket(phase: "waiting" | "open" | "snoozed"): Promise<TicketId> {
  const customer = cast.shop.customer();
  await customer.send.text("oi");
  const { id } = await ticketOf(scene, cast.shop, customer.waId, "waiting");
  if (phase !== "waiting") {
    const { token } = cast.people.agent;
    await scene.api.call("takeTicket", { params: { ticketId: id }, body: {} }, { token });
  }
  if (phase === "snoozed") {
    const answer = await ask("snoozeTicket", subjectOf(id), cast.people.agent.token);
    expect(answer.status).toBe(200);
  }
  return id;
}

const subjectOf = (ticketId: TicketId): Subject => ({ ...cast.things, ticketId });

/** The same, with nothing of it there. */
const missing = (): Subject =>
  Object.fromEntries(
    Object.entries(subjectOf("tkt_" as TicketId)).map(([name, id]) => [
      name,
      `${id.slice(0, 4)}${"0".repeat(26)}`,
    ]),
  ) as unknown as Subject;

type Expected = Readonly<Record<Standing, number>>;
const row = (
  admin: number,
  supervisor: number,
  otherSupervisor: number,
  agent: number,
  otherAgent: number,
  viewer: number,
): Expected => ({
  admin,
  supervisor,
  "supervisor of another sector": otherSupervisor,
  agent,
  "agent of another queue": otherAgent,
  viewer,
});
const adminOnly = (status: number): Expected => row(status, 403, 403, 403, 403, 403);
const managers = (status: number): Expected => row(status, status, 404, 403, 403, 403);
const ofSector = row(200, 200, 404, 200, 200, 200);
const all = (status: number): Expected => row(status, status, status, status, status, status);

/** What each route answers to each standing about the shop: written down, not derived. A new route does not compile without. */
const expected: Readonly<Record<StaffRoute, Expected>> = {
  signOut: all(204),
  me: all(200),
  myMfa: all(200),
  beginMfa: all(201),
  confirmMfa: all(400),
  removeMfa: all(204),
  openSocket: all(201),
  myPresence: all(200),
  setPresence: row(403, 403, 403, 200, 200, 403),
  getSettings: adminOnly(200),
  getDirectory: all(200),
  changeSettings: adminOnly(200),
  listHolidays: row(200, 200, 200, 403, 403, 403),
  listPauseReasons: all(200),
  createPauseReason: adminOnly(201),
  changePauseReason: adminOnly(200),
  removePauseReason: adminOnly(204),
  listAudit: adminOnly(200),
  listChannels: adminOnly(200),
  createChannel: adminOnly(201),
  getChannel: adminOnly(200),
  changeChannel: adminOnly(200),
  removeChannel: adminOnly(200),
  checkChannel: adminOnly(200),
  listTemplates: row(200, 200, 200, 200, 200, 403),
  rotateIdentitySecret: adminOnly(200),
  listSectors: all(200),
  createSector: adminOnly(201),
  getSector: ofSector,
  changeSector: managers(200),
  removeSector: adminOnly(200),
  listQueues: ofSector,
  listQueueAgents: row(200, 200, 200, 200, 200, 403),
  createQueue: managers(201),
  getQueue: ofSector,
  changeQueue: managers(200),
  setQueueAgents: managers(200),
  removeQueue: managers(200),
  listTags: ofSector,
  createTag: managers(201),
  changeTag: managers(200),
  removeTag: managers(204),
  listAgents: row(200, 200, 200, 403, 403, 403),
  createAgent: managers(201),
  getAgent: managers(200),
  changeAgent: managers(200),
  setAgentPresence: managers(200),
  removeAgent: managers(204),
  setAgentPassword: managers(204),
  signAgentOut: managers(204),
  listContacts: all(200),
  createContact: row(201, 201, 201, 201, 201, 403),
  getContact: all(200),
  changeContact: row(200, 200, 200, 200, 200, 403),
  setContactBlock: row(200, 200, 200, 403, 403, 403),
  listContactTickets: all(200),
  listCannedResponses: all(200),
  createCannedResponse: row(201, 201, 404, 201, 201, 403),
  changeCannedResponse: managers(200),
  removeCannedResponse: managers(204),
  decideCannedResponse: managers(200),
  renderCannedResponse: row(200, 200, 404, 200, 404, 200),
  listWebhooks: adminOnly(200),
  createWebhook: adminOnly(201),
  changeWebhook: adminOnly(200),
  removeWebhook: adminOnly(204),
  rotateWebhookSecret: adminOnly(200),
  testWebhook: adminOnly(202),
  listWebhookDeliveries: adminOnly(200),
  listApiKeys: adminOnly(200),
  createApiKey: adminOnly(201),
  removeApiKey: adminOnly(204),
  listTickets: all(200),
  getTicket: row(200, 200, 404, 200, 404, 200),
  getTimeline: row(200, 200, 404, 200, 404, 200),
  takeTicket: row(403, 403, 404, 200, 404, 403),
  closeTicket: row(200, 200, 404, 200, 404, 403),
  sendMessage: row(409, 409, 404, 201, 404, 403),
  openTicket: row(201, 201, 404, 201, 404, 403),
  addNote: row(201, 201, 404, 201, 404, 403),
  markRead: row(409, 409, 404, 200, 404, 403),
  markUnread: row(409, 409, 404, 200, 404, 403),
  setTags: row(200, 200, 404, 200, 404, 403),
  transferTicket: row(200, 200, 404, 200, 404, 403),
  snoozeTicket: row(409, 409, 404, 200, 404, 403),
  wakeTicket: row(200, 200, 404, 200, 404, 403),
  // The number has no bot, and a ticket in a line is no potential.
  handBack: row(409, 409, 404, 409, 404, 403),
  dropTicket: row(409, 409, 404, 409, 404, 403),
  bulkTickets: row(200, 200, 200, 200, 200, 403),
};

/** Routes that change a ticket are each asked about a new one, in this phase; the others share one that waits. */
const phases: { readonly [Name in StaffRoute]?: "waiting" | "open" | "snoozed" } = {
  takeTicket: "waiting",
  closeTicket: "open",
  sendMessage: "open",
  markRead: "open",
  markUnread: "open",
  setTags: "open",
  transferTicket: "open",
  snoozeTicket: "open",
  wakeTicket: "snoozed",
  bulkTickets: "open",
  handBack: "open",
};

/** Why a route refuses with 409, where it is not for lack of the ticket. */
const refusals: { readonly [Name in StaffRoute]?: string } = {
  handBack: "NO_BOT",
  dropTicket: "NOT_A_POTENTIAL",
};

/** Routes that end sessions are asked last, by themselves. */
const lasting = staffRoutes.filter((name) => name !== "signOut");

describe("every route, every standing", () => {
  test("the table of the test is the table of the API", () => {
    expect(Object.keys(expected).toSorted()).toEqual(staffRoutes.toSorted());
  });

  test.each(lasting)("%s", async (name) => {
    const phase = phases[name];
    const shared = await ticket("waiting");
    for (const standing of standings) {
      const ticketId = phase === undefined ? shared : await ticket(phase);
      const own = await usedUp(scene, cast, name);
      const answer = await ask(name, { ...subjectOf(ticketId), ...own }, tokens[standing]);
      expect([standing, answer.status, answer.status === 409 ? codeOf(answer) : ""]).toEqual([
        standing,
        expected[name][standing],
        expected[name][standing] === 409 ? (refusals[name] ?? "NOT_ASSIGNEE") : "",
      ]);
      if (answer.status === 204) expect(answer.text).toBe("");
      else if (answer.status < 300) {
        expect(routes[name].response.safeParse(answer.json).error).toBeUndefined();
      }
    }
  });

  const hiding = lasting.filter((name) => Object.values(expected[name]).includes(404));
  test.each(hiding)("%s: what is not theirs answers as what is not there", async (name) => {
    const own = subjectOf(await ticket("waiting"));
    for (const standing of standings.filter((it) => expected[name][it] === 404)) {
      const foreign = await ask(name, own, tokens[standing]);
      const none = await ask(name, missing(), tokens[standing]);
      expect(foreign.status).toBe(404);
      expect(shapeOf(foreign)).toEqual(shapeOf(none));
    }
  });

  test("lists hold what is theirs and nothing else", async () => {
    const ticketId = await ticket("waiting");
    const idsOf = async (name: "listTickets" | "listSectors" | "listAgents", standing: Standing) => {
      const ids: string[] = [];
      const { path, ...rest } = spelledOut(name, requests(subjectOf(ticketId))[name]);
      // Every test before this one left a ticket or more in the line.
      for (let cursor: string | null = ""; cursor !== null;) {
        const from =
          cursor === "" ? "" : `${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(cursor)}`;
        const answer = await request(`${scene.apiUrl}${path}${from}`, { ...rest, token: tokens[standing] });
        expect(answer.status, answer.text).toBe(200);
        const page = answer.json as { items: { id: string }[]; cursor: string | null };
        ids.push(...page.items.map(({ id }) => id));
        cursor = page.cursor;
      }
      return ids;
    };
    // One after the other: every page asks each line of each channel, and a busy machine has fifteen seconds for it.
    const seeing = await inParallel(1, standings, async (standing) =>
      (await idsOf("listTickets", standing)).includes(ticketId),
    );
    expect(seeing).toEqual([true, true, false, true, false, true]);
    const sectors = await Promise.all(standings.map((standing) => idsOf("listSectors", standing)));
    const [mine, others] = [cast.shop.sector.id, cast.other.sector.id];
    expect(sectors.map((ids) => [ids.includes(mine), ids.includes(others)])).toEqual([
      [true, true],
      [true, false],
      [false, true],
      [true, false],
      [true, false],
      [true, false],
    ]);
    const { agent } = cast.people;
    expect(await idsOf("listAgents", "supervisor")).toContain(agent.id);
    expect(await idsOf("listAgents", "supervisor of another sector")).not.toContain(agent.id);
  });
});

/** Everything of an error but the request's own id, and ids that the caller gave. */
function shapeOf({ status, json, headers }: RawAnswer): unknown {
  const { error } = json as { error: { code: string; message: string; details: object; requestId: string } };
  const { requestId, details, ...rest } = error;
  return {
    status,
    type: headers.get("content-type"),
    ...rest,
    details: Object.keys(details),
    named: typeof requestId,
  };
}

/** All routes refuse these tokens as nobody's. */
async function refusesAll(): Promise<void> {
  const subject = subjectOf(await ticket("waiting"));
  for (const name of staffRoutes) {
    const answers = await Promise.all(standings.map((standing) => ask(name, subject, tokens[standing])));
    const codes = answers.map((answer) => `${answer.status} ${codeOf(answer)}`);
    expect([name, ...new Set(codes)]).toEqual([name, "401 UNAUTHENTICATED"]);
  }
}

const signInAll = async (): Promise<void> => {
  for (const standing of standings) tokens[standing] = await scene.signIn(cast.people[standing]);
};

describe("without a session that counts, every route is refused", () => {
  test.each([
    ["no token", undefined],
    ["an empty one", ""],
    ["no token at all", "abc"],
    ["one signed by somebody else", `${btoa('{"alg":"RS256"}')}.${btoa('{"sub":"x"}')}.c2ln`],
  ])("nobody: %s", async (_, token) => {
    const subject = subjectOf(await ticket("waiting"));
    for (const name of staffRoutes) {
      const answer = await ask(name, subject, token);
      expect([name, answer.status, codeOf(answer)]).toEqual([name, 401, "UNAUTHENTICATED"]);
    }
  });

  test("signed out: at once, with every token", async () => {
    const answers = await Promise.all(
      standings.map((standing) => ask("signOut", missing(), tokens[standing])),
    );
    expect(answers.map(({ status }) => status)).toEqual(
      standings.map((standing) => expected.signOut[standing]),
    );
    await refusesAll();
  });

  test("deactivated: at once, and let in again with the same token when that was a mistake", async () => {
    await signInAll();
    for (const standing of standings) await setActive(scene, cast.people[standing].id, false);
    await refusesAll();
    const { email, password } = cast.people.agent;
    const signIn = scene.api.call("signIn", { body: { email, password } });
    await expect(signIn).rejects.toMatchObject({ status: 401, code: "SIGN_IN_REFUSED" });
    for (const standing of standings) await setActive(scene, cast.people[standing].id, true);
    expect((await ask("me", missing(), tokens.viewer)).status).toBe(200);
  });

  test("expired: after an hour, not before", async () => {
    await signInAll();
    scene.clock.advance(58 * 60_000);
    for (const standing of standings) {
      expect((await ask("me", missing(), tokens[standing])).status).toBe(200);
    }
    scene.clock.advance(3 * 60_000);
    await refusesAll();
  });
});

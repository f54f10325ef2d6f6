import { Contact } from "../../shared/contracts/contacts.ts";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import { Opened } from "../../shared/contracts/routes/opening.ts";
import type { RestCall } from "../world/events.ts";
import type { Stage } from "./stage.ts";
import { Violation } from "../world/violation.ts";
import { ask, setUp } from "./conversation.ts";
import { checkQuiescence } from "../world/quiescence.ts";
import { defaultSettings } from "../../shared/contracts/settings.ts";

const admin = "agt_01KAQ000000000000000000000";
const silence = { warnAfter: 600, warnText: "Still there?", closeAfter: 600, closeText: "Bye for now." };

/**
 * An agent begins a conversation, the contact answers once and falls silent: they are warned, the ticket closes by itself, they
 * are asked how it was and say so. Then they are blocked, write in vain, and are heard again. Throws a Violation unless the timelines and
 * the agent's rating are exactly that. Answers how many calls the setting up took.
 */
export async function end(stage: Stage): Promise<number> {
  const { queue, channel, agentId } = await setUp(stage);
  const { world, shadow } = stage;
  const request = (name: FunctionName, call: RestCall, accepted = [200]) =>
    ask(stage, name, { agentId: admin, ...call }, accepted);
  const patch = (resource: string, params: RestCall["params"], body: object) => ({
    ...{ method: "PATCH", resource, body },
    ...(params && { params }),
  });
  const survey = { ...defaultSettings.survey, enabled: true };
  await request("api-config", patch("/settings", undefined, { survey }));
  const rules = { inactivity: silence, survey: true, outreach: true };
  await request("api-config", patch("/sectors/{sectorId}", { sectorId: queue.sectorId }, rules));
  const permissions = { dropPotentials: false, viewContacts: true, outreach: true, seeQueueHistory: false };
  await request("api-people", patch("/agents/{agentId}", { agentId }, { permissions }));
  await stage.rest();
  // Long enough for nobody to remember how things were.
  world.clock.advance(30_000);
  const setUpCalls = stage.made.length;

  const write = async (providerId: string, text: string): Promise<void> => {
    const sender = { phone: "5511990000010", name: "Lia" };
    world.meta.emit([{ phoneNumberId: "700200", providerId, sender, text }], [], 0);
    await stage.rest();
  };
  const template = { type: "template", name: "hello", language: "pt_BR", parameters: [] };
  const contact = { kind: "address", address: { phone: "5511990000010" }, name: "Lia" };
  const opened = await request(
    "api-tickets",
    {
      ...{ method: "POST", resource: "/tickets", agentId, headers: { "idempotency-key": "write-to-lia" } },
      body: {
        ...{ kind: "outreach", channelId: channel.id, contact, queueId: queue.id, template },
        clientMessageId: "first-words",
      },
    },
    [201],
  );
  const { ticket } = Opened.parse(opened);
  await stage.rest();
  await write("wamid.1", "yes?");
  const answer = { clientMessageId: "answer-of-bia", content: { type: "text", text: "It is ready." } };
  const messages = { method: "POST", resource: "/tickets/{ticketId}/messages", body: answer, agentId };
  await request("api-messaging", { ...messages, params: { ticketId: ticket.id } }, [201]);
  await stage.rest();
  for (const seconds of [silence.warnAfter, silence.closeAfter]) {
    world.clock.advance(seconds * 1_000);
    await stage.rest("sweep");
  }
  await write("wamid.2", "4");
  const block = async (blocked: boolean): Promise<void> => {
    const call = { method: "PUT", resource: "/contacts/{contactId}/block", body: { blocked } };
    const changed = await request("api-contacts", { ...call, params: { contactId: ticket.contactId } });
    if ((Contact.parse(changed).blocked !== null) !== blocked)
      throw new Violation("complete", `${ticket.contactId} was to be ${blocked ? "blocked" : "heard"}`);
    await stage.rest();
  };
  await block(true);
  await write("wamid.3", "nobody hears this");
  await block(false);
  await write("wamid.4", "hello again");
  await stage.rest("sweep");
  await assertEnded(stage, agentId);
  checkQuiescence(world, shadow, { channels: [channel] }, 0);
  return setUpCalls;
}

async function assertEnded(stage: Stage, agentId: string): Promise<void> {
  const found = [...stage.shadow.tickets.values()].map(({ entries }) =>
    entries.map((it) => (it.type === "message" && it.direction === "out" ? it.purpose : it.type)).join(),
  );
  const silent = "message,,inactivity-warning,inactivity-close,survey,closed";
  const wanted = [`opened,queued,assigned,,${silent},message,rated,survey-thanks`, "opened,message,queued"];
  if (found.join("; ") !== wanted.join("; "))
    throw new Violation("complete", `the timelines are ${found.join("; ")}`);
  const call = { method: "GET", resource: "/agents/{agentId}", params: { agentId }, agentId: admin };
  const { rating } = await ask(stage, "api-people", call, [200]);
  if (JSON.stringify(rating) !== JSON.stringify({ average: 4, count: 1 }))
    throw new Violation("rating", `the agent is rated ${JSON.stringify(rating)}`);
}

import { describe, expect, test } from "vitest";
import { blockContact } from "../../../shared/actions/contacts/change-contact.ts";
import { closeTicket } from "../../../shared/actions/tickets/close-ticket.ts";
import { ProviderMessageItem } from "../../../shared/contracts/stored/shapes.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { openTickets, route, timeline, write } from "../../support/conversation.ts";
import { channelId, tags } from "../../support/ids.ts";
import { admin } from "../organisation/support.ts";
import { type ContactDesk, add, openContactDesk, ticketsOf } from "./support.ts";

const lia = "5511990000001";

const setUp = async () => {
  const desk = await openContactDesk();
  const { id: contactId } = await add(desk, "Lia", { phone: lia });
  const block = (blocked: boolean) => blockContact(desk, { actor: admin, contactId, blocked });
  return { desk, contactId, block };
};

const phasesOf = async (desk: ContactDesk, contactId: Parameters<typeof ticketsOf>[1]) =>
  (await ticketsOf(desk, contactId)).map(({ phase }) => phase);

describe("a blocked contact", () => {
  test("opens nothing, and nothing of what they write is kept but that it came", async () => {
    const { desk, contactId, block } = await setUp();
    await block(true);
    await write(desk, "wamid.1", "segredo", lia);
    expect(await phasesOf(desk, contactId)).toEqual([]);
    await expect(
      desk.store.get(ProviderMessageItem, keys.providerMessage(channelId, "wamid.1")),
    ).resolves.toEqual({
      ...{ channelId, providerId: "wamid.1", ticketId: null, number: null, at: desk.clock.now() },
    });
  });

  test("is not heard afterwards: what they wrote opens nothing when it comes again, what they write does", async () => {
    const { desk, contactId, block } = await setUp();
    await block(true);
    await write(desk, "wamid.1", "oi?", lia);
    await block(false);
    await write(desk, "wamid.1", "oi?", lia);
    expect(await phasesOf(desk, contactId)).toEqual([]);
    await write(desk, "wamid.2", "oi!", lia);
    expect(await phasesOf(desk, contactId)).toEqual(["waiting"]);
    await write(desk, "wamid.1", "oi?", lia);
    const [ticket] = await ticketsOf(desk, contactId);
    expect(ticket).toMatchObject({ unread: 1 });
  });

  test("whose ticket lives is heard until it is closed, and not after that", async () => {
    const { desk, contactId, block } = await setUp();
    await write(desk, "wamid.1", "oi", lia);
    await route(desk);
    await block(true);
    await write(desk, "wamid.2", "alô?", lia);
    const [ticket] = await openTickets(desk);
    if (ticket?.phase !== "open") throw new Error("nobody attends her");
    const { id: ticketId } = ticket;
    expect((await timeline(desk, ticketId)).filter(({ by }) => by.kind === "contact")).toHaveLength(3);
    await closeTicket(desk, { actor: admin, ticketId, tagIds: [tags[0]] });
    await write(desk, "wamid.3", "e agora?", lia);
    expect(await phasesOf(desk, contactId)).toEqual(["closed"]);
    // A repeat of what was heard stays a repeat.
    await write(desk, "wamid.2", "alô?", lia);
    await expect(
      desk.store.get(ProviderMessageItem, keys.providerMessage(channelId, "wamid.2")),
    ).resolves.toMatchObject({ ticketId });
  });
});

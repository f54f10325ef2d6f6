import { AddressItem, ContactItem } from "../../../shared/contracts/stored/shapes.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { deliver, textMessage } from "../../support/conversation.ts";
import { describe, expect, it } from "vitest";
import { absent, put } from "../../../shared/ports/store.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { addressOf, liveTicketOf } from "../../../shared/actions/intake/sender.ts";
import { newContact } from "../../../shared/actions/contacts/new-contact.ts";
import { contactId } from "../../support/ids.ts";

const phone = "5511990000001";
let count = 0;

/** Somebody writes from the phone under this user id. */
const writes = (desk: Desk, userId: string | undefined, name: string, from: string | null = phone) => {
  count += 1;
  const { from: _, ...message } = textMessage(`wamid.hands.${count}`, name, desk.clock.now(), phone);
  return deliver(desk, {
    contacts: [
      {
        profile: { name },
        ...(from === null ? {} : { wa_id: from }),
        ...(userId === undefined ? {} : { user_id: userId }),
      },
    ],
    messages: [
      {
        ...message,
        ...(from === null ? {} : { from }),
        ...(userId === undefined ? {} : { from_user_id: userId }),
      },
    ],
  });
};

const ownerOf = async (desk: Desk, kind: "whatsapp-user" | "whatsapp-phone", key: string) => {
  const owner = await desk.store.get(AddressItem, keys.address(kind, key));
  const contact = owner && (await desk.store.get(ContactItem, keys.contact(owner.contactId)));
  if (contact === undefined) throw new Error(`nobody has ${key}`);
  return contact;
};

describe("a phone that changed hands", () => {
  it("is another person's once an unknown user id writes from it", async () => {
    const desk = await openDesk({ routing: "manual" });
    await writes(desk, "BR.ana", "Ana");
    await writes(desk, "BR.bruno", "Bruno");
    const ana = await ownerOf(desk, "whatsapp-user", "BR.ana");
    const bruno = await ownerOf(desk, "whatsapp-phone", phone);
    expect(ana).toMatchObject({ name: "Ana", userId: "BR.ana", phone: null });
    expect(bruno).toMatchObject({ name: "Bruno", userId: "BR.bruno", phone });
    expect(bruno.id).not.toBe(ana.id);
    const [hers, his] = await Promise.all(
      [ana, bruno].map(({ id }) => liveTicketOf(desk.store, id, desk.channel.id)),
    );
    expect(hers).toMatchObject({ contactName: "Ana", unread: 1 });
    expect(his).toMatchObject({ contactName: "Bruno", unread: 1 });
  });

  it("leaves the one before with their user id, which always counts first", async () => {
    const desk = await openDesk({ routing: "manual" });
    for (const [userId, name] of [
      ["BR.ana", "Ana"],
      ["BR.bruno", "Bruno"],
    ] as const)
      await writes(desk, userId, name);
    await writes(desk, "BR.ana", "Ana", null);
    await writes(desk, "BR.bruno", "Bruno");
    const ana = await ownerOf(desk, "whatsapp-user", "BR.ana");
    expect(await liveTicketOf(desk.store, ana.id, desk.channel.id)).toMatchObject({ unread: 2 });
    expect(await ownerOf(desk, "whatsapp-phone", phone)).toMatchObject({ name: "Bruno" });
  });

  it("goes from one to the next, however many write from it at once", async () => {
    const desk = await openDesk({ routing: "manual" });
    await writes(desk, "BR.ana", "Ana");
    await Promise.all(["bia", "caio", "davi"].map((it) => writes(desk, `BR.${it}`, it)));
    const owners = await Promise.all(
      ["ana", "bia", "caio", "davi"].map((it) => ownerOf(desk, "whatsapp-user", `BR.${it}`)),
    );
    expect(new Set(owners.map(({ id }) => id)).size).toBe(4);
    expect(owners.filter((it) => it.phone === phone)).toEqual([await ownerOf(desk, "whatsapp-phone", phone)]);
  });

  it("is one person's where two user ids are first told for it at once: the other is somebody else", async () => {
    const desk = await openDesk({ routing: "manual" });
    await writes(desk, undefined, "Ana");
    await Promise.all(["ana", "bia"].map((it) => writes(desk, `BR.${it}`, it)));
    const [one, other] = await Promise.all(
      ["ana", "bia"].map((it) => ownerOf(desk, "whatsapp-user", `BR.${it}`)),
    );
    expect(one?.id).not.toBe(other?.id);
  });
});

describe("a phone that comes with a user id that is new", () => {
  it("is the same person's, who was known by phone only", async () => {
    const desk = await openDesk({ routing: "manual" });
    await writes(desk, undefined, "Ana");
    await writes(desk, "BR.ana", "Ana");
    expect(await ownerOf(desk, "whatsapp-user", "BR.ana")).toMatchObject({ phone, userId: "BR.ana" });
    await writes(desk, "BR.bruno", "Bruno");
    expect(await ownerOf(desk, "whatsapp-phone", phone)).toMatchObject({ name: "Bruno" });
  });

  it("is the same person's on a number of another WhatsApp Business Account, where user ids are others", async () => {
    const desk = await openDesk({ routing: "manual" });
    const address = { phone, userId: "BR.elsewhere" };
    const known = newContact({ id: contactId, name: "Ana", address }, desk.clock.now());
    const ofPhone = { kind: "whatsapp-phone", matchKey: phone } as const;
    await desk.store.commit([
      put("contact", ContactItem, known, absent),
      put("phone", AddressItem, addressOf(ofPhone, contactId, { 999: "BR.elsewhere" }), absent),
    ]);
    await writes(desk, "BR.ana", "Ana");
    expect(await ownerOf(desk, "whatsapp-user", "BR.ana")).toMatchObject({ id: contactId });
    await writes(desk, "BR.bruno", "Bruno");
    expect(await ownerOf(desk, "whatsapp-phone", phone)).toMatchObject({ name: "Bruno" });
  });

  it("is the same person's where WhatsApp itself tells of a change", async () => {
    const desk = await openDesk({ routing: "manual" });
    await writes(desk, "BR.ana", "Ana");
    const system = { type: "user_changed_user_id", body: "changed" };
    const notice = { from: phone, from_user_id: "BR.new", id: "wamid.S", timestamp: "1795000000" };
    await deliver(desk, { messages: [{ ...notice, type: "system", system }] });
    const ana = await ownerOf(desk, "whatsapp-user", "BR.ana");
    expect(await ownerOf(desk, "whatsapp-user", "BR.new")).toEqual(ana);
  });

  it("is on record from the first message on, also of somebody who was added with both", async () => {
    const desk = await openDesk({ routing: "manual" });
    const address = { phone, userId: "BR.ana" };
    await desk.store.commit([
      put(
        "contact",
        ContactItem,
        newContact({ id: contactId, name: "Ana", address }, desk.clock.now()),
        absent,
      ),
      put("phone", AddressItem, addressOf({ kind: "whatsapp-phone", matchKey: phone }, contactId), absent),
      put("user", AddressItem, addressOf({ kind: "whatsapp-user", matchKey: "BR.ana" }, contactId), absent),
    ]);
    await writes(desk, "BR.ana", "Ana");
    await writes(desk, "BR.bruno", "Bruno");
    expect(await ownerOf(desk, "whatsapp-phone", phone)).toMatchObject({ name: "Bruno" });
    expect(await ownerOf(desk, "whatsapp-user", "BR.ana")).toMatchObject({ id: contactId, phone: null });
  });
});

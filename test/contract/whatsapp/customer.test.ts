import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bench, NUMBER, startBench } from "./support.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

describe("kinds of messages", () => {
  test("each carries its content under its own type", async () => {
    const { send } = bench.lia;
    const first = await send.text("oi", {
      forwarded: true,
      referral: { source_type: "ad", source_id: "12" },
    });
    await send.audio({ voice: true });
    await send.video();
    await send.document({ filename: "boleto.pdf" });
    await send.sticker();
    await send.location(-23.5, -46.6, { name: "Loja" });
    await send.contacts([{ name: { formatted_name: "Rui" } }]);
    await send.buttonReply({ id: "ok", title: "Sim" }, { replyTo: "wamid.O1" });
    await send.listReply({ id: "fin", title: "Financeiro" });
    await send.flowReply('{"cpf":"x"}');
    await send.quickReply({ payload: "CONFIRM", text: "Confirmar" });
    await send.reaction(first);
    await send.order({ catalog_id: "55", product_items: [] });
    await send.unsupported();
    await send.edit(first, "oi!");
    await send.revoke(first);
    await send.raw("hologram", { depth: 3 }, { withoutContacts: true });
    expect(bench.items("messages")).toMatchObject([
      { type: "text", context: { forwarded: true }, referral: { source_id: "12" } },
      { type: "audio", audio: { mime_type: "audio/ogg; codecs=opus", voice: true } },
      { type: "video", video: { mime_type: "video/mp4" } },
      { type: "document", document: { filename: "boleto.pdf" } },
      { type: "sticker", sticker: { animated: false } },
      { type: "location", location: { latitude: -23.5, name: "Loja" } },
      { type: "contacts", contacts: [{ name: { formatted_name: "Rui" } }] },
      {
        type: "interactive",
        context: { from: "551130000000", id: "wamid.O1" },
        interactive: { type: "button_reply", button_reply: { id: "ok" } },
      },
      { type: "interactive", interactive: { type: "list_reply", list_reply: { id: "fin" } } },
      {
        type: "interactive",
        interactive: { type: "nfm_reply", nfm_reply: { response_json: '{"cpf":"x"}' } },
      },
      { type: "button", button: { payload: "CONFIRM" } },
      { type: "reaction", reaction: { message_id: first } },
      { type: "order", order: { catalog_id: "55" } },
      { type: "unsupported", errors: [{ code: 131051 }], unsupported: { type: "poll_creation" } },
      {
        type: "edit",
        edit: { original_message_id: first, message: { type: "text", text: { body: "oi!" } } },
      },
      { type: "revoke", revoke: { original_message_id: first } },
      { type: "hologram", hologram: { depth: 3 } },
    ]);
    expect(bench.values().at(-1)).not.toHaveProperty("contacts");
  });

  test("a new number: a system message from the old one, then the new user id", async () => {
    const before = bench.lia.userId;
    await bench.lia.changeNumber("5511990000009");
    expect(bench.values()).toMatchObject([
      {
        messages: [
          {
            from: "5511990000001",
            type: "system",
            system: { type: "user_changed_number", wa_id: "5511990000009" },
          },
        ],
      },
      {
        user_id_update: [
          { wa_id: "5511990000009", user_id: { previous: before, current: bench.lia.userId } },
        ],
      },
    ]);
    expect(bench.values()[0]).not.toHaveProperty("contacts");
    expect(bench.lia.userId).not.toBe(before);
    const { json } = await bench.send({ to: "5511990000001", type: "text", text: { body: "oi" } });
    await bench.simulator.idle();
    expect(bench.items("statuses")).toMatchObject([
      { id: json.messages?.[0]?.id, errors: [{ code: 131026 }] },
    ]);
  });

  test("several numbers: each has its own window", async () => {
    bench.simulator.registerNumber({
      ...NUMBER,
      phoneNumberId: "700300",
      displayPhoneNumber: "551130000001",
    });
    await bench.lia.with("700300").send.text("oi");
    expect(bench.values()[0]).toMatchObject({ metadata: { phone_number_id: "700300" } });
    expect([bench.lia.windowOpen(), bench.lia.with("700300").windowOpen()]).toEqual([false, true]);
  });
});

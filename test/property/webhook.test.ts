import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InboundItem } from "../../shared/contracts/queue-messages.ts";
import { splitWebhook } from "../../shared/domain/whatsapp/split.ts";
import { parseMessage } from "../../shared/domain/whatsapp/message.ts";
import { digest } from "../../shared/adapters/digest.ts";
import { webhookArbitrary } from "../cases/whatsapp/arbitrary.ts";

const split = (body: unknown) => splitWebhook(body, (text) => digest.sha256(text).slice(0, 32));

describe("taking a webhook apart", () => {
  it("loses no message and no status, and says everything about one contact in order", () => {
    fc.assert(
      fc.property(webhookArbitrary, ({ body, expects }) => {
        const items = split(body).flatMap((share) => share.items);
        expect(items.filter((item) => item.kind === "message")).toHaveLength(expects.messages);
        expect(items.filter((item) => item.kind === "status")).toHaveLength(expects.statuses);
      }),
      { numRuns: 200 },
    );
  });

  it("makes items that the queue's schema accepts and that say the same after the queue", () => {
    fc.assert(
      fc.property(webhookArbitrary, ({ body }) => {
        for (const item of split(body).flatMap((share) => share.items)) {
          expect(InboundItem.parse(JSON.parse(JSON.stringify(item)))).toEqual(item);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("takes any JSON inside the envelope without throwing, and keeps what it does not know", () => {
    const change = fc.record({ field: fc.constantFrom("messages", "calls", ""), value: fc.jsonValue() });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 5 }), (changes) => {
        const items = split({ entry: [{ changes }] }).flatMap((share) => share.items);
        expect(items.length).toBeGreaterThanOrEqual(changes.length);
        for (const item of items) if (item.kind === "message") parseMessage(item);
      }),
    );
  });

  it("keeps for inspection a message too deep for the table, and leaves its outline", () => {
    const deep = Array.from({ length: 40 }).reduce<unknown>((inner) => [inner], "bottom");
    const message = { id: "wamid.D", from: "5511990000001", timestamp: "1795000000", type: "odd", odd: deep };
    const value = { metadata: { phone_number_id: "700200" }, messages: [message] };
    const items = split({ entry: [{ changes: [{ field: "messages", value }] }] }).flatMap(
      (share) => share.items,
    );
    expect(items.map((item) => item.kind)).toEqual(["inspect", "message"]);
    expect(items[1]).toMatchObject({ value: { id: "wamid.D", type: "odd" } });
    expect(items[0]).toMatchObject({ text: JSON.stringify(message) });
  });
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Choices } from "../../shared/contracts/content.ts";
import type { JsonObject } from "../../local/whatsapp/types.ts";
import type { OutboundMessage, Ticket } from "../../shared/contracts/tickets.ts";
import { choicesOf } from "../../shared/domain/choices.ts";
import { isGraphError } from "../../local/whatsapp/errors.ts";
import { noon } from "../support/desk.ts";
import { queuedDelivery } from "../../shared/domain/delivery.ts";
import { requestOf } from "../../shared/actions/delivery/send-request.ts";
import { ticketId } from "../support/ids.ts";
import { validateMessage } from "../../local/whatsapp/validation.ts";

const text = (most: number) =>
  fc.string({ minLength: 1, maxLength: most, unit: "grapheme" }).filter((it) => it.length <= most);
const options = fc
  .array(fc.record({ title: text(200), description: fc.option(text(72)) }), { minLength: 1, maxLength: 10 })
  .map((all) => all.map((it, index) => ({ id: `option-${index}`, ...it })));
const short = fc
  .array(fc.record({ title: text(24), description: fc.option(text(72), { freq: 2 }) }), {
    ...{ minLength: 1, maxLength: 10 },
  })
  .map((all) => all.map((it, index) => ({ id: `option-${index}`, ...it })));
const question = fc.record({ text: text(1_024), label: text(20), options: fc.oneof(options, short) });

const contact = { address: { phone: "5511990000001" } } as Ticket;
const said = (content: Choices): OutboundMessage => ({
  ...{ ticketId, number: 3, at: noon, by: { kind: "system" }, type: "message", direction: "out" },
  ...{ content, purpose: null, position: null, clientMessageId: "bot-answer-1" },
  delivery: queuedDelivery(noon),
});

test("whatever a bot asks, Meta takes it as the desk shows it, and no option is lost", () => {
  fc.assert(
    fc.property(question, (asked) => {
      const content = choicesOf(asked);
      expect(Choices.parse(content)).toEqual(content);
      expect(content.options).toEqual(asked.options);
      const sent = JSON.parse(JSON.stringify(requestOf(said(content), contact))) as JsonObject;
      const answer = validateMessage(sent);
      expect(isGraphError(answer) ? answer : undefined).toBeUndefined();
      for (const { title } of asked.options)
        expect(JSON.stringify(sent)).toContain(JSON.stringify(title).slice(1, -1));
    }),
    { numRuns: 500 },
  );
});

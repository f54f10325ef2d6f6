import * as fc from "fast-check";
import { CloseReason, MoveReason, Purpose } from "../../shared/contracts/tickets.ts";
import type { BotState, Preference, TemplateContent } from "../../shared/contracts/tickets.ts";
import type { Command } from "../../shared/domain/ticket/command.ts";
import type { Time } from "../../shared/contracts/values.ts";
import { addSeconds } from "../../shared/domain/time.ts";
import {
  agents,
  channelId,
  contactId,
  otherQueueId,
  otherSectorId,
  queueId,
  sectorId,
  tags,
  ticketId,
} from "../support/ids.ts";

/** When the commands of a test begin. */
export const start = "2026-11-23T12:00:00.000Z" as Time;

const address = fc.constantFrom(
  { phone: "5511990000001" },
  { phone: "5511990000001", userId: "BR.7f3a" },
  { userId: "BR.7f3a" },
);
const agent = fc.constantFrom(...agents);
const by = fc.oneof(
  fc.constant({ kind: "system" as const }),
  agent.map((agentId) => ({ kind: "agent" as const, agentId })),
);
const place = fc.constantFrom({ sectorId, queueId }, { sectorId: otherSectorId, queueId: otherQueueId });
const bot: fc.Arbitrary<BotState> = fc.oneof(
  fc.constant({ kind: "none" as const }),
  fc.constant({ kind: "external" as const }),
  fc.record({
    kind: fc.constant("menu" as const),
    options: fc.subarray([queueId, otherQueueId]),
    tries: fc.integer({ min: 0, max: 3 }),
    refused: fc.constantFrom(null, { queueId, why: "closed" as const, at: start }),
  }),
  fc.constant({ kind: "queue" as const, queueId, refused: null }),
);
const preference: fc.Arbitrary<Preference | null> = fc.option(
  fc.record({
    agentId: agent,
    until: fc.integer({ min: 0, max: 100 }).map((seconds) => addSeconds(start, seconds)),
    why: fc.constantFrom("last-agent" as const, "snooze" as const),
  }),
);
const text = fc.constantFrom("Olá", "Tudo bem?", "Até logo");
const tagIds = fc.subarray([...tags]);
const clientMessageId = fc.integer({ min: 1, max: 99 }).map((number) => `client-message-${number}`);
const template: fc.Arbitrary<TemplateContent | null> = fc.option(
  fc.constant({ type: "template" as const, name: "volta", language: "pt_BR", parameters: [] }),
);

/** Any command, sensible or not: what a ticket cannot do is refused. */
export const command: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(address, bot).map(([at, state]): Command => ({
    ...{
      do: "open",
      by: { kind: "contact" },
      ticketId,
      contactId,
      contactName: "Lia",
      channelId,
      address: at,
    },
    ...{ bot: state, formerTicketId: null },
  })),
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.string(), fc.integer({ min: -100_000, max: 0 }), address)
      .map(([said, ago, at]): Command => ({
        do: "receive",
        message: {
          content: { type: "text", text: said },
          sentAt: addSeconds(start, ago),
          providerId: `wamid.${said.length}`,
          address: at,
        },
      })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.integer({ min: 0, max: 9 }), preference, place)
      .map(([priority, preferred, to]): Command => ({
        ...{ do: "enqueue", by: { kind: "system" }, protocol: "2026112300000001", priority },
        ...{ preference: preferred, ...to },
      })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(agent, fc.constantFrom("routed" as const, "taken" as const), fc.boolean())
      .map(([agentId, mode, forced]): Command => ({ do: "assign", agentId, mode, forced, reasons: null })),
  },
  fc.tuple(agent, clientMessageId, text).map(([agentId, id, said]): Command => ({
    ...{ do: "reply", agentId, clientMessageId: id, content: { type: "text", text: said } },
  })),
  fc
    .tuple(fc.constantFrom(...Purpose.options), clientMessageId, text, fc.integer({ min: 1, max: 9 }))
    .map(([purpose, id, said, position]): Command => ({
      ...{ do: "say", by: { kind: "system" }, purpose, position: purpose === "position" ? position : null },
      ...{ clientMessageId: id, content: { type: "text", text: said } },
    })),
  fc.tuple(by, text).map(([who, said]): Command => ({ do: "note", by: who, text: said })),
  fc.tuple(by, fc.boolean()).map(([who, unread]): Command => ({ do: "mark", by: who, unread })),
  fc.tuple(by, bot).map(([who, state]): Command => ({ do: "receive-by", by: who, bot: state })),
  fc.constantFrom(...MoveReason.options).map((reason): Command => ({
    ...{ do: "return", by: { kind: "system" }, reason },
  })),
  fc
    .tuple(place, fc.boolean(), fc.constantFrom(...MoveReason.options), by)
    .map(([to, keepsAgent, reason, who]): Command => ({ do: "move", by: who, ...to, keepsAgent, reason })),
  fc.tuple(place, agent, fc.boolean(), by).map(([to, agentId, forced, who]): Command => ({
    ...{ do: "transfer", by: who, ...to, agentId, forced, note: null },
  })),
  fc.tuple(by, tagIds).map(([who, ids]): Command => ({ do: "tag", by: who, tagIds: ids })),
  {
    weight: 2,
    arbitrary: fc
      .tuple(agent, fc.integer({ min: -10, max: 200_000 }), template, fc.boolean())
      .map(([agentId, ahead, said, confirmed]): Command => ({
        ...{ do: "snooze", agentId, until: addSeconds(start, ahead), template: said, confirmed },
      })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        by,
        fc.constantFrom("due" as const, "contact" as const),
        fc.option(fc.integer({ min: 1, max: 3 })),
        fc.boolean(),
      )
      .map(([who, because, snooze, toAgent]): Command => ({
        ...{ do: "wake", by: who, because, snooze: snooze ?? undefined, toAgent, preference: null },
      })),
  },
  fc.tuple(by, bot).map(([who, state]): Command => ({ do: "hand-back", by: who, bot: state })),
  fc
    .tuple(fc.boolean(), tagIds, fc.constantFrom(...CloseReason.options))
    .map(([tagsRequired, ids, reason]): Command => ({
      ...{ do: "close", by: { kind: "system" }, reason, tagIds: ids, tagsRequired },
    })),
  fc.tuple(fc.integer({ min: 1, max: 5 }), address).map(([score, at]): Command => {
    const content = { type: "text" as const, text: `${score}` };
    return {
      do: "rate",
      score,
      message: { content, sentAt: start, providerId: "wamid.rating", address: at },
    };
  }),
);

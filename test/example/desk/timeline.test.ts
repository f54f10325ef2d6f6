import { describe, expect, it } from "vitest";
import { emptyConversation, type Conversation } from "../../../web/desk/lib/timeline/conversation.ts";
import { idAgain, mayRepeat } from "../../../web/desk/features/workspace/timeline/again.ts";
import type { AgentId } from "../../../shared/contracts/ids.ts";
import type { Me } from "../../../web/desk/lib/session/session.ts";
import type { OutboundMessage } from "../../../shared/contracts/timeline.ts";
import type { Ticket } from "../../../shared/contracts/tickets.ts";
import type { Time } from "../../../shared/contracts/values.ts";

const agentId = "agt_ana" as AgentId;
const me = { agent: { id: agentId } } as Me;
const now = "2026-11-23T12:00:00.000Z" as Time;
const [lately, longAgo] = ["2026-11-23T11:00:00.000Z", "2026-11-20T11:00:00.000Z"] as [Time, Time];
const message = (clientMessageId: string, type: "text" | "template" = "text") =>
  ({ clientMessageId, content: { type } }) as OutboundMessage;
const talk = (head: object, more: Partial<Conversation> = {}): Conversation => ({
  ...emptyConversation,
  head: { phase: "open", agentId, lastInboundAt: lately, ...head } as Ticket,
  ...more,
});

describe("a message that was not delivered", () => {
  it.each<[string, Conversation, OutboundMessage, boolean]>([
    ["while it could be written anew", talk({}), message("first"), true],
    ["not of a closed ticket", talk({ phase: "closed" }), message("first"), false],
    ["not of somebody else's", talk({ agentId: "agt_bia" }), message("first"), false],
    ["not text with the window shut", talk({ lastInboundAt: longAgo }), message("first"), false],
    ["a template with the window shut", talk({ lastInboundAt: longAgo }), message("first", "template"), true],
    [
      "not what is being sent again",
      talk({}, { sends: [{ clientMessageId: idAgain("first") }] as never }),
      message("first"),
      false,
    ],
    [
      "not what was sent again",
      talk({}, { entries: { ...emptyConversation.entries, shown: [message(idAgain("first"))] } }),
      message("first"),
      false,
    ],
  ])("is offered to be sent again: %s", (_, conversation, entry, offered) => {
    expect(mayRepeat(conversation, entry, me, now)).toBe(offered);
  });

  it("has one id for each time it is sent again", () => {
    expect(idAgain("first")).toBe("first-again1");
    expect(idAgain(idAgain("first"))).toBe("first-again2");
  });
});

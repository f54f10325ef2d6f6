import type { Check } from "../../contracts/routes/channels.ts";
import type { WebChatChannel } from "../../contracts/organisation.ts";

/** What a web chat needs to work. `keptHint`: that of the secret which the kept key gives, undefined when no key is kept. */
export const webChatChecks = (channel: WebChatChannel, keptHint: string | undefined): readonly Check[] => [
  originsCheck(channel.allowedOrigins),
  identityCheck(channel, keptHint),
  {
    check: "last-event",
    result: "unknown",
    detail: "Visitors of web chats are not received yet, so nothing can have arrived.",
  },
];

function originsCheck(origins: readonly string[]): Check {
  const local = origins.filter((origin) => !origin.startsWith("https://"));
  if (local.length === origins.length) {
    return {
      check: "origins",
      result: "problem",
      detail: `Only pages on this very machine may open the chat (${local.join(", ")}). Add the https origin of your site.`,
    };
  }
  const remark = local.length === 0 ? "" : ` Take ${local.join(", ")} out before customers use it.`;
  return {
    check: "origins",
    result: "ok",
    detail: `Pages of ${origins.join(", ")} may open the chat.${remark}`,
  };
}

function identityCheck({ identity }: WebChatChannel, keptHint: string | undefined): Check {
  const advice = "Make a new one: POST to this channel's `identity-secret`, and give it to your site.";
  if (keptHint === undefined) {
    return {
      check: "secrets",
      result: "problem",
      detail: `The identity secret's key is not kept any more. ${advice}`,
    };
  }
  if (keptHint !== identity.hint) {
    return {
      check: "secrets",
      result: "problem",
      detail: `The identity secret that ends in ${identity.hint} is not the one that is kept. ${advice}`,
    };
  }
  const former = identity.formerUntil === null ? "" : ` The former one holds until ${identity.formerUntil}.`;
  return {
    check: "secrets",
    result: "ok",
    detail: `The identity secret ends in ${identity.hint}, since ${identity.since}.${former}`,
  };
}

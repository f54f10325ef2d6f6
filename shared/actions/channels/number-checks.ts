import type { WhatsAppChannel, WhatsAppSecrets } from "../../contracts/organisation.ts";
import type { GraphAnswer, NumberFacts, Subscription } from "../../ports/numbers.ts";
import type { Check } from "../../contracts/routes/channels.ts";
import type { Time } from "../../contracts/values.ts";
import { addSeconds } from "../../domain/time.ts";

/** After so long without an event it is no sign any more that events arrive. */
const freshSeconds = 7 * 86_400;

/** Meta refuses the token itself: none, expired, revoked, of another app. */
const tokenCodes: ReadonlySet<number> = new Set([0, 190]);
/** Meta asks to come back later. */
const rateCodes: ReadonlySet<number> = new Set([4, 17, 80_007, 130_429]);
/** Meta's own trouble, whatever was asked. */
const troubleCodes: ReadonlySet<number> = new Set([1, 2, 131_000, 131_016, 131_057, 133_004]);

const lacksPermission = (code: number): boolean => code === 3 || code === 10 || (code >= 200 && code < 300);

const ok = (check: Check["check"], detail: string): Check => ({ check, result: "ok", detail });
const problem = (check: Check["check"], detail: string): Check => ({ check, result: "problem", detail });
const unknown = (check: Check["check"], detail: string): Check => ({ check, result: "unknown", detail });

/** Whether a token and secrets are kept for the channel. */
export const secretsCheck = (secrets: WhatsAppSecrets | undefined): Check =>
  secrets === undefined
    ? problem(
        "secrets",
        "No access token and secrets are kept for this channel. Send them: PATCH this channel with `secrets`.",
      )
    : ok("secrets", `An access token, a verify token and ${count(secrets.appSecrets.length)} are kept.`);

const count = (secrets: number): string => (secrets === 1 ? "one app secret" : `${secrets} app secrets`);

/** What Meta's answer about the number says of the token, and of the number itself. `undefined`: there was no token to ask with. */
export function numberChecks(
  channel: WhatsAppChannel,
  answer: GraphAnswer<NumberFacts> | undefined,
): readonly Check[] {
  if (answer === undefined) return notAsked("token", "number");
  if (answer.kind === "ok") {
    return [ok("token", "Meta accepts the access token."), numberCheck(channel, answer.value)];
  }
  const excuse = unanswered(answer);
  if (excuse !== undefined) return [unknown("token", excuse), unknown("number", excuse)];
  const { code, detail } = refusalOf(answer);
  if (tokenCodes.has(code)) return [refusedToken(code, detail), unknown("number", afterToken)];
  if (lacksPermission(code)) return [forbiddenToken(code, detail), unknown("number", afterToken)];
  return [
    ok("token", "Meta accepts the access token."),
    problem(
      "number",
      `Meta does not show the number ${channel.phoneNumberId} to this token (${code}: ${detail}). Compare the phone number ` +
        "id with the one in WhatsApp Manager, and let the token's system user manage the account that the number belongs to.",
    ),
  ];
}

function numberCheck(channel: WhatsAppChannel, facts: NumberFacts): Check {
  const { displayNumber, verifiedName, quality } = facts;
  const name = verifiedName === null ? "" : ` as “${verifiedName}”`;
  if (digits(displayNumber) !== digits(channel.displayNumber)) {
    return problem(
      "number",
      `The phone number id ${channel.phoneNumberId} is that of ${displayNumber}${name}, and this channel says ` +
        `${channel.displayNumber}. Correct the display number, or register the number that was meant.`,
    );
  }
  const rating = quality === null ? "" : ` Its quality rating is ${quality}.`;
  const advice =
    quality === "RED" ? " Many people blocked or reported it: Meta may soon let it send less." : "";
  return ok("number", `Meta knows ${displayNumber}${name}.${rating}${advice}`);
}

/** Whether an app gets the account's events. */
export function subscriptionCheck(
  { wabaId }: WhatsAppChannel,
  answer: GraphAnswer<readonly Subscription[]> | undefined,
): Check {
  if (answer === undefined) return notAsked("subscription")[0];
  if (answer.kind === "ok") {
    if (answer.value.length === 0) {
      return problem(
        "subscription",
        `No app is subscribed to the account ${wabaId}, so Meta sends none of its events. Subscribe yours: ` +
          `POST /${wabaId}/subscribed_apps of the Graph API with this channel's access token.`,
      );
    }
    const apps = answer.value.map(({ app, callbackUrl }) =>
      callbackUrl === null ? `“${app}”` : `“${app}” (its events go to ${callbackUrl})`,
    );
    return ok("subscription", `Subscribed to the account: ${apps.join(", ")}.`);
  }
  const excuse = unanswered(answer);
  if (excuse !== undefined) return unknown("subscription", excuse);
  const { code, detail } = refusalOf(answer);
  if (tokenCodes.has(code)) return unknown("subscription", afterToken);
  if (lacksPermission(code)) {
    return problem(
      "subscription",
      `The access token may not look at the account (${code}: ${detail}). Give it the permission ` +
        "whatsapp_business_management.",
    );
  }
  return problem(
    "subscription",
    `Meta does not show the account ${wabaId} to this token (${code}: ${detail}). Compare the WhatsApp Business Account ` +
      "id with the one in WhatsApp Manager, and let the token's system user manage that account.",
  );
}

/** Whether events of the number arrive. `seenAt` is known to the hour. */
export function lastEventCheck(seenAt: Time | undefined, now: Time): Check {
  if (seenAt === undefined) {
    return unknown(
      "last-event",
      "No event of this number has arrived yet. Write to it from a phone and check again. If nothing arrives: the app's " +
        "callback URL must be this desk's WebhookUrl, its field `messages` subscribed, the app live, and one of the channel's " +
        "app secrets the app's (a delivery signed with another is refused).",
    );
  }
  return seenAt < addSeconds(now, -freshSeconds)
    ? unknown(
        "last-event",
        `The last event of this number arrived in the hour after ${seenAt}. Write to it from a phone and check again.`,
      )
    : ok("last-event", `An event of this number arrived in the hour after ${seenAt}, or later.`);
}

const digits = (number: string): string => number.replace(/\D/g, "");

const afterToken = "Not looked at: the access token comes first.";

const notAsked = <const Names extends readonly Check["check"][]>(
  ...checks: Names
): { readonly [I in keyof Names]: Check } =>
  checks.map((it) => unknown(it, "Not looked at: there is no access token.")) as {
    readonly [I in keyof Names]: Check;
  };

/** Why an answer says nothing of what was asked; undefined when it does. */
function unanswered(answer: GraphAnswer<unknown>): string | undefined {
  if (answer.kind === "unknown") return `Meta gave no usable answer (${answer.detail}). Check again later.`;
  if (answer.kind === "refused" && rateCodes.has(answer.code))
    return "Meta was asked too often. Check again in an hour.";
  if (answer.kind === "refused" && troubleCodes.has(answer.code))
    return `Meta has trouble of its own (${answer.code}). Check again later.`;
  return undefined;
}

const refusalOf = (answer: GraphAnswer<unknown>): { readonly code: number; readonly detail: string } =>
  answer.kind === "refused" ? answer : { code: 0, detail: "" };

const refusedToken = (code: number, detail: string): Check =>
  problem(
    "token",
    `Meta refuses the access token (${code}: ${detail}). Make a permanent one of a system user, and PATCH this channel ` +
      "with `secrets`.",
  );

const forbiddenToken = (code: number, detail: string): Check =>
  problem(
    "token",
    `The access token may not look at the number (${code}: ${detail}). Give it the permissions ` +
      "whatsapp_business_messaging and whatsapp_business_management, or let its system user manage the account.",
  );

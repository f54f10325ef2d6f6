import type { Clock, Digest, Job, SecretVault, WorkQueue } from "../../ports/ports.ts";
import { type InboundItem, type InboundJob, jobBytesLimit } from "../../contracts/queue-messages.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { DeskError } from "../../contracts/errors.ts";
import { splitWebhook } from "../../domain/whatsapp/split.ts";
import { whatsAppSecrets } from "../../domain/channel-secrets.ts";
import { unicode } from "../../domain/text.ts";
import * as z from "zod";

/** Meta sends up to 3 MB. */
const bodyLimit = 3 * 1_024 * 1_024;

export interface ReceiveWebhookDeps {
  readonly clock: Clock;
  readonly digest: Digest;
  readonly configuration: Configuration;
  readonly secrets: SecretVault;
  readonly queue: WorkQueue<"inbound">;
}

/**
 * Takes one delivery of Meta's webhook: believes it only if signed over these very bytes with a secret of one of our
 * channels, and returns once all of it is in the queue. Throws SIGNATURE_INVALID, PAYLOAD_TOO_LARGE, BAD_REQUEST; after
 * any error Meta sends the whole body again.
 */
export async function receiveWebhook(
  deps: ReceiveWebhookDeps,
  { body, signature }: { readonly body: Uint8Array; readonly signature: string | undefined },
): Promise<void> {
  if (body.byteLength > bodyLimit) throw new DeskError("PAYLOAD_TOO_LARGE", { limit: bodyLimit });
  const given = /^sha256=([0-9a-f]{64})$/.exec(signature ?? "")?.[1];
  if (given === undefined || !(await isSigned(deps, body, given))) throw new DeskError("SIGNATURE_INVALID");
  const receivedAt = deps.clock.now();
  const jobs = shares(deps.digest, body).flatMap(({ phoneNumberId, contactKey, items }) =>
    chunks(items).map((chunk): Job<InboundJob> => {
      const content = JSON.stringify([phoneNumberId, chunk]);
      return {
        body: { v: 1, phoneNumberId, receivedAt, items: chunk },
        group: deps.digest.sha256(JSON.stringify([phoneNumberId, contactKey])).slice(0, 32),
        id: deps.digest.sha256(content),
      };
    }),
  );
  if (jobs.length > 0) await deps.queue.send(jobs);
}

/**
 * Which channels there are may be long out of date as long as the signature fits: whether a channel's secret is still kept is known
 * to the minute. A channel that is new or a secret that was just replaced is not remembered yet: before a refusal both are looked at again.
 */
async function isSigned(deps: ReceiveWebhookDeps, body: Uint8Array, given: string): Promise<boolean> {
  return (await fits(deps, body, given)) || fits(deps, body, given, "again");
}

async function fits(
  deps: ReceiveWebhookDeps,
  body: Uint8Array,
  given: string,
  again?: "again",
): Promise<boolean> {
  const channels = (await deps.configuration.channels(again === undefined ? "any" : undefined)).filter(
    ({ kind }) => kind === "whatsapp",
  );
  const known = await Promise.all(channels.map((channel) => deps.secrets.get(channel.id, again && "fresh")));
  const appSecrets = new Set(known.flatMap((secrets) => whatsAppSecrets(secrets)?.appSecrets ?? []));
  return [...appSecrets].some((secret) => deps.digest.equal(deps.digest.hmac(secret, body), given));
}

function shares(digest: Digest, body: Uint8Array): ReturnType<typeof splitWebhook> {
  try {
    const text = new TextDecoder().decode(body);
    const value: unknown = JSON.parse(text);
    // Only an escape can spell half a character: bytes that are not UTF-8 were replaced above.
    const envelope = /\\ud[89a-f]/i.test(text) ? unicode(value) : value;
    return splitWebhook(envelope, (part) => digest.sha256(part).slice(0, 32));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      throw new DeskError("BAD_REQUEST", { reason: "not a webhook envelope" }, { cause: error });
    }
    throw error;
  }
}

/** Items in order, in messages of bounded size. */
function chunks(items: readonly InboundItem[]): readonly InboundItem[][] {
  const made: InboundItem[][] = [];
  let room = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item));
    if (size > room || made.length === 0) {
      made.push([]);
      room = jobBytesLimit;
    }
    made.at(-1)?.push(item);
    room -= size;
  }
  return made;
}

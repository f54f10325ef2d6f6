import type {
  Channel,
  WebChatChannel,
  WhatsAppChannel,
  WhatsAppSecrets,
} from "../../contracts/organisation.ts";
import {
  type ChannelDeps,
  type ReceptionHold,
  getChannel,
  holdReception,
  refuseReception,
} from "./channel.ts";
import { type Patch, patched } from "../organisation/patch.ts";
import { administer, refuseStale } from "../organisation/administer.ts";
import { put, versionIs } from "../../ports/store.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { ChannelId } from "../../contracts/ids.ts";
import { ChannelItem } from "../../contracts/stored/shapes.ts";
import { DeskError } from "../../contracts/errors.ts";
import { untilSettled } from "../timeline/retry.ts";

type NumberFields = Pick<WhatsAppChannel, "name" | "displayNumber" | "wabaId" | "reception">;
type WebChatFields = Pick<WebChatChannel, "name" | "allowedOrigins" | "greeting" | "reception">;
type Wanted = Patch<NumberFields & WebChatFields> & { readonly secrets?: WhatsAppSecrets | undefined };

/** What only channels of one kind have. */
const ofOneKind = {
  whatsapp: ["displayNumber", "wabaId", "secrets"],
  webchat: ["allowedOrigins", "greeting"],
} as const;

/**
 * Changes a channel. `secrets` replaces all secrets of a number, which counts as a change whatever they were: the record comes
 * first, so a refused change leaves them alone, and whoever was overtaken while theirs were being kept is told
 * VERSION_CONFLICT, because it is then open whose are kept. Other functions believe the old ones for up to a minute.
 * VERSION_CONFLICT with the current record (also where it is being removed), NOT_FOUND (also for a reception queue that does not exist), BAD_REQUEST for a
 * reception queue that does not serve the channel, and for what channels of this kind do not have.
 */
export async function changeChannel(
  deps: ChannelDeps,
  input: Wanted & { readonly actor: Actor; readonly channelId: ChannelId },
): Promise<Channel> {
  const { actor, channelId, ...wanted } = input;
  const { secrets, reception } = wanted;
  let hold: ReceptionHold | undefined;
  const channel = await untilSettled(
    async () => {
      const before = await getChannel(deps, { channelId });
      const after = changed(before, wanted);
      if (after === undefined) return before;
      hold = reception && (await holdReception(deps.store, channelId, reception));
      return administer(deps, {
        actor,
        act: {
          action: "changed",
          kind: "channel",
          resourceId: channelId,
          before,
          after: { ...after, secrets },
        },
        changes: [put("channel", ChannelItem, after, versionIs(before.version)), ...(hold?.changes ?? [])],
        answer: after,
      });
    },
    (failure) => {
      refuseReception(failure, hold);
      return refuseStale<Channel>(failure, "channel");
    },
  );
  if (secrets !== undefined) await keep(deps, channel, secrets);
  return channel;
}

/** The record after the change; undefined when there is nothing to change. */
function changed(before: Channel, { secrets, ...patch }: Wanted): Channel | undefined {
  refuseForeign(before, { ...patch, secrets });
  if (before.kind === "webchat") return patched<WebChatFields, WebChatChannel>(before, patch);
  const after = patched<NumberFields, WhatsAppChannel>(before, patch);
  return after ?? (secrets === undefined ? undefined : { ...before, version: before.version + 1 });
}

function refuseForeign({ kind }: Channel, wanted: Wanted): void {
  const issues = ofOneKind[kind === "whatsapp" ? "webchat" : "whatsapp"]
    .filter((path) => wanted[path] !== undefined)
    .map((path) => ({ in: "body", path, message: `not of a channel of kind ${kind}` }));
  if (issues.length > 0) throw new DeskError("BAD_REQUEST", { issues });
}

async function keep(deps: ChannelDeps, { id, version }: Channel, secrets: WhatsAppSecrets): Promise<void> {
  await deps.secrets.put(id, secrets);
  const current = await getChannel(deps, { channelId: id }).catch(async (error: unknown) => {
    // Removed meanwhile: what was just kept would be left for ever.
    if (error instanceof DeskError) await deps.secrets.remove(id);
    throw error;
  });
  if (current.version !== version) throw new DeskError("VERSION_CONFLICT", { current: { ...current } });
}

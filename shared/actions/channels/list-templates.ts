import { type ChannelDeps, getChannel } from "./channel.ts";
import type { ChannelId } from "../../contracts/ids.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { MessageTemplate } from "../../contracts/routes/directory.ts";
import type { WhatsAppNumbers } from "../../ports/numbers.ts";
import { viewTemplate } from "../../domain/template.ts";
import { whatsAppSecrets } from "../../domain/channel-secrets.ts";

/**
 * The approved templates of a WhatsApp number, by name, as Meta tells them now; none of a web chat. NOT_FOUND; PROVIDER_UNAVAILABLE
 * where no token is kept, or Meta refuses it or gives no usable answer: checking the channel says which.
 */
export async function listTemplates(
  deps: ChannelDeps & { readonly numbers: WhatsAppNumbers },
  { channelId }: { readonly channelId: ChannelId },
): Promise<{ items: MessageTemplate[] }> {
  const channel = await getChannel(deps, { channelId });
  if (channel.kind !== "whatsapp") return { items: [] };
  const secrets = whatsAppSecrets(await deps.secrets.get(channel.id));
  if (secrets === undefined) throw new DeskError("PROVIDER_UNAVAILABLE", { reason: "no-secrets" });
  const answer = await deps.numbers.templates(channel.wabaId, secrets.accessToken);
  if (answer.kind === "unknown") throw new DeskError("PROVIDER_UNAVAILABLE", { reason: "no-answer" });
  if (answer.kind === "refused")
    throw new DeskError("PROVIDER_UNAVAILABLE", { reason: "refused", code: answer.code });
  const items = answer.value.map(viewTemplate);
  return { items: items.toSorted((one, other) => one.name.localeCompare(other.name, "en")) };
}

import type { Clock } from "../../ports/ports.ts";
import type { Colleagues } from "./colleagues.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Directory } from "../../contracts/routes/directory.ts";
import type { Store } from "../../ports/store.ts";
import type { Tag } from "../../contracts/organisation.ts";
import { TagItem } from "../../contracts/stored/shapes.ts";
import { isOpen } from "../../domain/hours.ts";
import { partitions, prefixes } from "../../contracts/stored/keys.ts";

/** What the directory is made of. */
export interface DirectoryDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly configuration: Configuration;
  readonly colleagues: Colleagues;
}

/**
 * Names of everything that is set up and of everybody, for whoever works there: no address, no phone, no right of anybody. As it was
 * a moment ago: the names of colleagues up to half a minute, the rest up to five seconds.
 */
export async function getDirectory(deps: DirectoryDeps): Promise<Directory> {
  const { configuration } = deps;
  const [sectors, queues, tags, channels, settings, agents] = await Promise.all([
    configuration.sectors(),
    configuration.queues(),
    everyTag(deps.store),
    configuration.channels(),
    configuration.settings(),
    deps.colleagues(),
  ]);
  const now = deps.clock.now();
  return {
    sectors: sectors.map(({ id, name, active, outreach, tagsRequired, survey, hours }) => ({
      ...{ id, name, active, outreach, tagsRequired },
      survey: survey && settings.survey.enabled,
      isOpen: isOpen(hours, now),
    })),
    queues: queues.map(({ id, sectorId, name, routing, channelIds }) => ({
      ...{ id, sectorId, name, routing, channelIds },
    })),
    tags: tags.map(({ id, sectorId, name }) => ({ id, sectorId, name })),
    channels: channels.map(({ id, kind, name, reception }) => ({
      ...{ id, kind, name },
      bot: reception.kind === "menu" || reception.kind === "external",
    })),
    agents: agents.map(({ id, name, active, role, queueIds }) => ({ id, name, active, role, queueIds })),
    business: {
      name: settings.businessName,
      timeZone: settings.timeZone,
      offlineGraceSeconds: settings.offlineGraceSeconds,
      contactFields: settings.contactFields,
    },
  };
}

async function everyTag(store: Store): Promise<readonly Tag[]> {
  const tags: Tag[] = [];
  let after: string | undefined;
  do {
    const page = await store.query(TagItem, {
      ...{ pk: partitions.configuration, prefix: prefixes.tags, limit: 1_000, consistency: "eventual" },
      ...(after === undefined ? {} : { after }),
    });
    tags.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return tags;
}

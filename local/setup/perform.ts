import * as z from "zod";
import { NewChannel } from "../../shared/contracts/routes/channels.ts";
import { NewSector } from "../../shared/contracts/routes/sectors.ts";
import { routes } from "../../shared/contracts/routes/table.ts";
import type { SetupApi } from "./api.ts";
import type { Entry, Register } from "./register.ts";
import type { Step } from "./steps.ts";
import type { Thing } from "./things.ts";
import { wireFields } from "./wire.ts";

type Create = Extract<Step, { readonly action: "create" }>;
type Change = Extract<Step, { readonly action: "change" }>;

/** What a step is carried out with. */
export interface Performing {
  readonly api: SetupApi;
  readonly register: Register;
  /** The value of an environment variable that the plan found to be set. */
  readonly secret: (variable: string) => string;
}

/** Carries a step out by one request (two to approve a suggestion with another text), and notes what came of it. */
export async function perform(with_: Performing, step: Step): Promise<void> {
  const { kind, key } = step.thing;
  const entry = step.action === "create" ? await create(with_, step) : await change(with_, step);
  with_.register.note(kind, key, entry);
}

async function create({ api, register, secret }: Performing, step: Create): Promise<Entry> {
  const { thing } = step;
  const { kind, key } = thing;
  const name = key.at(-1);
  const fields = wireFields(register, kind, thing.fields);
  const secrets = (): Readonly<Record<string, readonly string[]>> =>
    Object.fromEntries(
      Object.entries(thing.secrets ?? {}).map(([field, variables]) => [field, variables.map(secret)]),
    );
  const sectorId = (): string => register.find("sector", key.slice(0, 1)).id;
  switch (kind) {
    case "settings":
      throw new Error("there are always settings");
    case "pause reason": {
      const body = routes.createPauseReason.body.parse({ name, ...fields });
      return api.call("createPauseReason", { body });
    }
    case "sector": {
      const { firstQueue } = step;
      if (firstQueue === undefined) throw new Error(`sector ${thing.label} has no queue to be made with`);
      const level: unknown = fields["serviceLevel"] ?? {};
      const serviceLevel = {
        ...NewSector.shape.serviceLevel.parse(undefined),
        ...z.object({}).loose().parse(level),
      };
      const queue = { name: firstQueue.key[1], ...wireFields(register, "queue", firstQueue.fields) };
      const body = routes.createSector.body.parse({ name, ...fields, serviceLevel, queue });
      const made = await api.call("createSector", { body });
      register.note("queue", firstQueue.key, made.queue);
      return made.sector;
    }
    case "queue": {
      const body = routes.createQueue.body.parse({ name, ...fields });
      return api.call("createQueue", { params: { sectorId: sectorId() }, body });
    }
    case "tag": {
      const body = routes.createTag.body.parse({ name });
      return api.call("createTag", { params: { sectorId: sectorId() }, body });
    }
    case "channel": {
      const { accessToken, appSecrets, verifyToken } = secrets();
      const body = NewChannel.parse(
        thing.secrets === undefined
          ? { kind: "webchat", ...fields }
          : {
              ...{ kind: "whatsapp", phoneNumberId: key[0], ...fields },
              secrets: { accessToken: accessToken?.[0], appSecrets, verifyToken: verifyToken?.[0] },
            },
      );
      return api.call("createChannel", { body });
    }
    case "person": {
      const given: unknown = fields["permissions"] ?? {};
      const usual = routes.createAgent.body.shape.permissions.parse(undefined);
      const permissions = { ...usual, ...z.object({}).loose().parse(given) };
      const temporaryPassword = secrets()["temporaryPassword"]?.[0];
      const body = routes.createAgent.body.parse({
        email: key[0],
        ...fields,
        permissions,
        temporaryPassword,
      });
      return api.call("createAgent", { body });
    }
    case "canned response": {
      const body = routes.createCannedResponse.body.parse({
        shortcut: name,
        text: thing.fields["text"],
        sectorId: key.length === 1 ? null : sectorId(),
      });
      return api.call("createCannedResponse", { body });
    }
  }
}

async function change({ api, register }: Performing, step: Change): Promise<Entry> {
  const { thing, known } = step;
  const { kind, key } = thing;
  const { id, version: expectedVersion } = register.find(kind, key);
  const fields = wireFields(register, kind, step.fields, known?.fields);
  const said = { ...fields, expectedVersion };
  switch (kind) {
    case "settings": {
      const settings = await api.call("changeSettings", { body: routes.changeSettings.body.parse(said) });
      return { id, version: settings.version };
    }
    case "pause reason": {
      const body = routes.changePauseReason.body.parse(said);
      return api.call("changePauseReason", { params: { pauseReasonId: id }, body });
    }
    case "sector": {
      const body = routes.changeSector.body.parse(said);
      return api.call("changeSector", { params: { sectorId: id }, body });
    }
    case "queue": {
      const body = routes.changeQueue.body.parse(said);
      return api.call("changeQueue", { params: { queueId: id }, body });
    }
    case "tag":
      throw new Error("a tag is nothing but its name");
    case "channel": {
      const body = routes.changeChannel.body.parse(said);
      return api.call("changeChannel", { params: { channelId: id }, body });
    }
    case "person": {
      const body = routes.changeAgent.body.parse(said);
      return api.call("changeAgent", { params: { agentId: id }, body });
    }
    case "canned response":
      return changeCannedResponse(api, { id, version: expectedVersion }, step.fields);
  }
}

/** A suggestion gets its text first, and is then approved. */
async function changeCannedResponse(
  api: SetupApi,
  { id, version }: Entry,
  { text, state }: Thing["fields"],
): Promise<Entry> {
  const params = { cannedResponseId: id };
  let entry: Entry = { id, version };
  if (text !== undefined) {
    const body = routes.changeCannedResponse.body.parse({ text, expectedVersion: version });
    entry = await api.call("changeCannedResponse", { params, body });
  }
  if (state === undefined) return entry;
  const body = { decision: "approve" as const, expectedVersion: entry.version };
  return api.call("decideCannedResponse", { params, body });
}

import type { Json } from "../../shared/contracts/values.ts";
import type { SpecialDay } from "../../shared/contracts/hours.ts";
import { InactivityRule, PauseReason, ServiceLevel } from "../../shared/contracts/organisation.ts";
import { unknownVariables } from "../../shared/domain/canned-response.ts";
import type { ChannelPart, HoursPart, SetupFile } from "./file.ts";
import { secondsOf } from "./duration.ts";
import { type Names, createNames } from "./names.ts";
import { readHours } from "./read-hours.ts";
import type { FilePath, Problem } from "./problems.ts";
import {
  type Key,
  type KnownThing,
  type Thing,
  type WantedThing,
  apart,
  channelKey,
  identity,
  ordered,
} from "./things.ts";
import type * as z from "zod";

type Value = Thing["fields"][string];
type Fields = Readonly<Record<string, Value | undefined>>;
type Item<Part extends keyof SetupFile> = NonNullable<SetupFile[Part]> extends (infer One)[] ? One : never;

/** What the file says, and what is wrong with it beyond its shape. */
export interface Wanted {
  readonly things: readonly WantedThing[];
  readonly problems: readonly Problem[];
}

/** What goes through the file from part to part. */
interface Reading {
  readonly names: Names;
  tell(path: FilePath, message: string): void;
  add(
    kind: Thing["kind"],
    key: Key,
    path: FilePath,
    fields: Fields,
    more?: Pick<WantedThing, "secrets"> & { readonly label?: string },
  ): void;
  /** Tells what a contract has against a value that was reckoned from the file. */
  check(path: FilePath, schema: z.ZodType, value: unknown): void;
  hours(path: FilePath, part: HoursPart | undefined): Value | undefined;
}

/** Whether the file asks for national holidays, which are then to be given. */
export const asksForHolidays = ({ sectors = [], people = [] }: SetupFile): boolean =>
  [...sectors.map((it) => it.hours), ...people.map((it) => it.accessHours)].some(
    (hours) => typeof hours === "object" && hours.holidays !== undefined,
  );

/** The file in the words of the desk: names found in the file or on the desk, hours and durations read. Pure. */
export function wantedThings(
  file: SetupFile,
  known: readonly KnownThing[],
  holidays: readonly SpecialDay[],
): Wanted {
  const problems: Problem[] = [];
  const things: WantedThing[] = [];
  const reading = createReading(file, { known, holidays, things, problems });
  if (file.settings !== undefined) settings(reading, file.settings);
  for (const [index, reason] of (file.pauseReasons ?? []).entries()) pauseReason(reading, index, reason);
  for (const [index, channel] of (file.channels ?? []).entries()) channelOf(reading, index, channel);
  for (const [index, sector] of (file.sectors ?? []).entries()) sectorOf(reading, index, sector);
  for (const [index, person] of (file.people ?? []).entries()) personOf(reading, index, person);
  for (const [index, canned] of (file.cannedResponses ?? []).entries()) response(reading, index, canned);
  return { things, problems };
}

function createReading(
  file: SetupFile,
  {
    known,
    holidays,
    things,
    problems,
  }: {
    readonly known: readonly KnownThing[];
    readonly holidays: readonly SpecialDay[];
    readonly things: WantedThing[];
    readonly problems: Problem[];
  },
): Reading {
  const tell = (path: FilePath, message: string): void => void problems.push({ path, message });
  const ofDesk = known.find(({ kind }) => kind === "settings")?.fields["timeZone"];
  const zone = file.settings?.timeZone ?? String(ofDesk);
  const seen = new Set<string>();
  return {
    names: createNames(file, known, tell),
    tell,
    add: (kind, key, path, fields, more = {}) => {
      const thing: WantedThing = {
        kind,
        key,
        path,
        label: key.join(" / "),
        fields: defined(fields),
        ...more,
      };
      if (seen.has(identity(thing))) tell(path, `${kind} ${thing.label} is in the file twice`);
      seen.add(identity(thing));
      things.push(thing);
    },
    check: (path, schema, value) => {
      for (const issue of schema.safeParse(value).error?.issues ?? [])
        tell([...path, ...(issue.path as FilePath)], issue.message);
    },
    hours: (path, part) => (part === undefined ? undefined : readHours(path, part, { zone, holidays, tell })),
  };
}

function settings({ add }: Reading, { survey, protocol, ...rest }: NonNullable<SetupFile["settings"]>): void {
  add("settings", [], ["settings"], { ...rest, ...apart("survey", survey), ...apart("protocol", protocol) });
}

function pauseReason({ add, check }: Reading, index: number, reason: Item<"pauseReasons">): void {
  const path = ["pauseReasons", index];
  const { name, isWork, suggested } = reason;
  const suggestedSeconds = suggested === undefined ? undefined : secondsOf(suggested);
  if (suggestedSeconds !== undefined)
    check([...path, "suggested"], PauseReason.shape.suggestedSeconds, suggestedSeconds);
  add("pause reason", [name], path, { isWork, suggestedSeconds });
}

function channelOf({ add, names }: Reading, index: number, channel: ChannelPart): void {
  const path = ["channels", index];
  const { name } = channel;
  const reception = receptionOf(names, [...path, "reception"], channel.reception);
  if (channel.kind === "webchat") {
    const { allowedOrigins, greeting } = channel;
    const fields = { name, allowedOrigins: ordered(allowedOrigins), greeting, reception };
    add("channel", channelKey(channel), path, fields, { label: name });
    return;
  }
  const { wabaId, displayNumber, secrets } = channel;
  add(
    "channel",
    channelKey(channel),
    path,
    { name, wabaId, displayNumber, reception },
    {
      label: name,
      secrets: {
        accessToken: [variable(secrets.accessToken)],
        appSecrets: secrets.appSecrets.map(variable),
        verifyToken: [variable(secrets.verifyToken)],
      },
    },
  );
}

function receptionOf(
  { queue }: Names,
  path: FilePath,
  reception: ChannelPart["reception"],
): Json | undefined {
  if (reception == null) return reception;
  if (typeof reception === "string") return queue(path, reception);
  if (reception.kind === "external") return reception;
  const { queues, fallback, ...texts } = reception;
  return {
    ...texts,
    queues: queues.map((name, index) => queue([...path, "queues", index], name)),
    fallback: fallback && queue([...path, "fallback"], fallback),
  };
}

function sectorOf({ add, check, hours, names }: Reading, index: number, sector: Item<"sectors">): void {
  const path = ["sectors", index];
  const { name, hours: open, outOfHours, inactivity, serviceLevel, queues, tags, ...rest } = sector;
  const rule = inactivity && {
    ...inactivity,
    warnAfter: secondsOf(inactivity.warnAfter),
    closeAfter: secondsOf(inactivity.closeAfter),
  };
  if (rule != null) check([...path, "inactivity"], InactivityRule, rule);
  const level = Object.fromEntries(
    Object.entries(serviceLevel ?? {}).map(([target, duration]) => [
      target,
      duration === undefined ? undefined : secondsOf(duration),
    ]),
  );
  check([...path, "serviceLevel"], ServiceLevel.partial(), level);
  add("sector", [name], path, {
    ...rest,
    ...apart("outOfHours", outOfHours),
    hours: hours([...path, "hours"], open),
    inactivity: rule,
    ...apart("serviceLevel", level),
  });
  for (const [at, { name: queue, channels, ...rules }] of queues.entries()) {
    const inQueue = [...path, "queues", at];
    const keys = channels?.map((channel, which) => names.channel([...inQueue, "channels", which], channel));
    add("queue", [name, queue], inQueue, { ...rules, channels: keys && ordered(keys) });
  }
  for (const [at, tag] of (tags ?? []).entries()) add("tag", [name, tag], [...path, "tags", at], {});
}

function personOf({ add, hours, names }: Reading, index: number, person: Item<"people">): void {
  const path = ["people", index];
  const { email, sectors, queues, limits, permissions, accessHours, temporaryPassword, ...rest } = person;
  const managed = sectors?.map((sector, at) => names.sector([...path, "sectors", at], sector));
  const served = queues?.map((queue, at) => names.queue([...path, "queues", at], queue));
  for (const sector of Object.keys(limits ?? {})) names.sector([...path, "limits", sector], sector);
  const fields = {
    ...rest,
    accessHours: hours([...path, "accessHours"], accessHours),
    sectors: managed && ordered(managed),
    queues: served && ordered(served),
    limits,
    ...apart("permissions", permissions),
  };
  add("person", [email], path, fields, {
    ...(temporaryPassword === undefined
      ? {}
      : { secrets: { temporaryPassword: [variable(temporaryPassword)] } }),
  });
}

function response({ add, names, tell }: Reading, index: number, canned: Item<"cannedResponses">): void {
  const path = ["cannedResponses", index];
  const { shortcut, text, sector } = canned;
  for (const unknown of unknownVariables(text)) tell([...path, "text"], `there is no variable ${unknown}`);
  const scope = sector === undefined ? [] : [names.sector([...path, "sector"], sector)];
  add("canned response", [...scope, shortcut], path, { text, state: "approved" });
}

const defined = (fields: Fields): Thing["fields"] =>
  Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, Value] => entry[1] !== undefined),
  );

/** The name in `${NAME}`. */
const variable = (reference: string): string => reference.slice(2, -1);

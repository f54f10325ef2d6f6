import { CannedResponse } from "../../shared/contracts/canned-responses.ts";
import { Name, Role } from "../../shared/contracts/values.ts";
import {
  PauseReason,
  Permissions,
  Reception,
  WebChatChannel,
  WhatsAppChannel,
  agentProfile,
  queueRules,
  sectorRules,
} from "../../shared/contracts/organisation.ts";
import { Settings } from "../../shared/contracts/settings.ts";
import { TimeZone } from "../../shared/contracts/hours.ts";
import { hoursKeysPattern, intervalsPattern } from "./hours-text.ts";
import * as z from "zod";

/** A value that is in the environment: what is secret is never written into the file. */
const Reference = z
  .string()
  .regex(/^\$\{[A-Z_][A-Z0-9_]*\}$/, "give it as ${NAME}, and its value in the environment")
  .describe("The name of an environment variable: ${NAME}. A secret is never written into the file.");

/** Seconds, or humanly: 90s, 15m, 2h, 1d. */
const Duration = z
  .union(
    [z.int().min(0), z.string().regex(/^\d{1,6}(s|m|h|d)$/)],
    "a number of seconds, or like 90s, 15m, 2h, 1d",
  )
  .describe("Seconds, or like 90s, 15m, 2h, 1d");

const Intervals = z
  .string()
  .regex(intervalsPattern, 'like "08:00-12:00, 13:00-18:00", "closed" or "all day"')
  .describe(
    'Up to six intervals, like "08:00-12:00, 13:00-18:00"; one that ends before it begins runs past midnight. Or "closed", or "all day".',
  );

const SpecialDay = z.strictObject({
  date: z
    .string()
    .regex(/^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "yyyy-mm-dd, or mm-dd for every year")
    .describe("yyyy-mm-dd, or mm-dd for every year"),
  name: z.string().trim().min(1).max(80),
  hours: Intervals.default("closed"),
});

const Hours = z
  .union(
    [
      z.literal("always"),
      z
        .object({
          timeZone: TimeZone.optional().describe("Left out: the time zone of the settings"),
          holidays: z
            .literal("brazil")
            .optional()
            .describe("Closed on the national holidays of this year and the next"),
          special: z.array(SpecialDay).max(160).optional(),
        })
        .catchall(Intervals)
        .meta({ propertyNames: { pattern: hoursKeysPattern } }),
    ],
    'hours are "always", or intervals by day',
  )
  .describe('"always", or intervals by day (mon, tue … or mon-fri); a day that is not named is closed');
export type HoursPart = z.infer<typeof Hours>;

const { outOfHours, inactivity } = sectorRules;

const Queue = z.strictObject({
  name: Name,
  routing: queueRules.routing.optional().describe("Left out of a new queue: as the sector says"),
  channels: z.array(z.string()).max(50).optional().describe("Names of channels; none: all"),
  waitingCap: queueRules.waitingCap.optional(),
  greeting: queueRules.greeting.optional(),
  tellsPosition: queueRules.tellsPosition.optional(),
});

const Sector = z.strictObject({
  name: Name,
  active: z.boolean().optional(),
  ticketLimit: sectorRules.ticketLimit.describe("Open tickets an agent may hold at once"),
  hours: Hours.optional(),
  outOfHours: outOfHours.optional(),
  routing: sectorRules.routing.optional(),
  outreach: z.boolean().optional(),
  tagsRequired: z.boolean().optional(),
  survey: z.boolean().optional(),
  inactivity: z
    .strictObject({ ...inactivity.unwrap().shape, warnAfter: Duration, closeAfter: Duration })
    .nullable()
    .optional(),
  serviceLevel: z
    .strictObject({
      wait: Duration.nullable(),
      firstResponse: Duration.nullable(),
      handling: Duration.nullable(),
    })
    .partial()
    .optional(),
  queues: z.array(Queue).min(1).max(200),
  tags: z.array(Name).max(500).optional(),
});

const [, , { shape: menuTexts }] = Reception.options;
const queueName = z.string().describe('Name of a queue, or "Sector / Queue"');

const Menu = z.strictObject({
  kind: z.literal("menu"),
  greeting: menuTexts.greeting,
  queues: z
    .array(queueName)
    .min(1)
    .max(10)
    .refine((names) => new Set(names).size === names.length, "names a queue twice")
    .describe("In the order in which they are shown"),
  unclear: menuTexts.unclear.describe("Said with the menu again to who was not understood"),
  tries: menuTexts.tries.default(3).describe("The answer not understood with which the menu gives up"),
  fallback: queueName.nullable().default(null).describe("Where they go then; null: nowhere"),
});

const reception = z
  .union([queueName, Menu, z.strictObject({ kind: z.literal("external") })])
  .nullable()
  .optional()
  .describe("The queue where its contacts wait, a menu, or an external bot; null: none");

const Number = z.strictObject({
  kind: z.literal("whatsapp"),
  name: WhatsAppChannel.shape.name,
  phoneNumberId: WhatsAppChannel.shape.phoneNumberId,
  wabaId: WhatsAppChannel.shape.wabaId,
  displayNumber: WhatsAppChannel.shape.displayNumber,
  reception,
  secrets: z
    .strictObject({
      accessToken: Reference,
      appSecrets: z.array(Reference).min(1).max(5),
      verifyToken: Reference,
    })
    .describe("Used when the number is registered; those of a number that is there stay as they are"),
});

const WebChat = z.strictObject({
  kind: z.literal("webchat"),
  name: WebChatChannel.shape.name,
  allowedOrigins: WebChatChannel.shape.allowedOrigins,
  greeting: WebChatChannel.shape.greeting.optional(),
  reception,
});

const ChannelPart = z.discriminatedUnion("kind", [Number, WebChat]);
export type ChannelPart = z.infer<typeof ChannelPart>;

const Person = z.strictObject({
  email: z.email().max(254).toLowerCase(),
  name: agentProfile.name,
  role: Role,
  phone: agentProfile.phone.optional().describe("Like +5511987654321"),
  sectors: z.array(Name).max(20).optional().describe("Sectors a supervisor manages or a viewer reads"),
  queues: z
    .array(z.string())
    .max(40)
    .optional()
    .describe('Queues the person serves: names, or "Sector / Queue" where two have the same'),
  limits: z
    .record(Name, z.int().min(0).max(1_000))
    .optional()
    .describe("Limits of open tickets of their own, by sector"),
  permissions: Permissions.partial().optional(),
  accessHours: Hours.optional(),
  temporaryPassword: Reference.optional().describe(
    "For the invitation. Left out: one is made up and sent to the person by e-mail",
  ),
});

const Reason = z.strictObject({
  name: PauseReason.shape.name,
  isWork: PauseReason.shape.isWork.describe("Whether the pause counts as working time"),
  suggested: Duration.nullable().optional().describe("How long it usually is"),
});

const Canned = z.strictObject({
  shortcut: CannedResponse.shape.shortcut,
  text: CannedResponse.shape.text,
  sector: Name.optional().describe("Left out: for all sectors"),
});

const { version: _, survey, protocol, ...settings } = Settings.shape;
const SettingsPart = z.strictObject({
  ...z.strictObject(settings).partial().shape,
  survey: survey.partial().optional(),
  protocol: protocol.partial().optional(),
});

/**
 * What `npm run setup` reads: a business as it is to be. What a thing leaves out stays as it is where the thing is there
 * already, and is what the API takes by default where it is made; things that the file does not name are left alone.
 */
export const SetupFile = z.strictObject({
  $schema: z.string().optional().describe("Where an editor finds this schema"),
  settings: SettingsPart.optional(),
  pauseReasons: z.array(Reason).max(100).optional(),
  channels: z.array(ChannelPart).max(50).optional(),
  sectors: z.array(Sector).max(100).optional(),
  people: z.array(Person).max(1_000).optional(),
  cannedResponses: z.array(Canned).max(1_000).optional(),
});
export type SetupFile = z.infer<typeof SetupFile>;

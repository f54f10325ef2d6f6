import { ContactField } from "./contacts.ts";
import { Locale } from "./values.ts";
import { TimeZone } from "./hours.ts";
import * as z from "zod";

/** What holds for the whole business. There is always one: until somebody saves it, the defaults. */
export const Settings = z.strictObject({
  version: z.int().min(0),
  businessName: z.string().trim().min(1).max(120),
  locale: Locale,
  timeZone: TimeZone,
  survey: z.strictObject({ enabled: z.boolean(), question: z.string().trim().min(1).max(500) }),
  /** Days after which a closed ticket's content is forgotten; null keeps it. */
  retentionDays: z.int().min(30).max(3_650).nullable(),
  /** How long after their last socket ended an agent is still present, in seconds. */
  offlineGraceSeconds: z.int().min(0).max(600),
  /** For how long a ticket that enters a line waits for the contact's own or last agent before anybody gets it; 0: not at all. */
  preferredSeconds: z.int().min(0).max(600),
  /**
   * For how long a ticket that wakes waits for who put it away, where they have no room, before anybody gets it, in seconds; 0: not
   * at all.
   */
  wakePreferredSeconds: z.int().min(0).max(600),
  /** How long a potential stays after the last message before it is closed, in seconds; null: until somebody acts. */
  potentialSeconds: z
    .int()
    .min(300)
    .max(90 * 86_400)
    .nullable(),
  /** A protocol number is the prefix, the day of queueing (or nothing), and random digits. */
  protocol: z.strictObject({
    prefix: z.string().regex(/^[A-Z0-9-]{0,8}$/),
    date: z.enum(["yyyymmdd", "yymmdd", "none"]),
    digits: z.int().min(6).max(10),
  }),
  /** What is kept of each contact, in the order shown; no key twice. */
  contactFields: z.array(ContactField).max(30),
});
export type Settings = z.infer<typeof Settings>;

/** The settings of a business that saved none. Version 0: the first save is version 1. */
export const defaultSettings: Settings = {
  version: 0,
  businessName: "Balcão",
  locale: "pt-BR",
  timeZone: "America/Sao_Paulo",
  survey: { enabled: false, question: "De 1 a 5, como você avalia este atendimento?" },
  retentionDays: null,
  offlineGraceSeconds: 60,
  preferredSeconds: 60,
  wakePreferredSeconds: 120,
  potentialSeconds: 86_400,
  protocol: { prefix: "", date: "yyyymmdd", digits: 8 },
  contactFields: [],
};

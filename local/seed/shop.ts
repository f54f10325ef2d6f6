import { readFileSync } from "node:fs";
import { readSetup } from "../setup/source.ts";
import { firstAdministrator } from "../stack/first-administrator.ts";
import type { Login } from "../stack/sign-in.ts";

const fileName = "emporio-aurora.yaml";

/** What the demo installation holds, as the set-up file beside this one says. */
export const shopFile = readSetup(fileName, readFileSync(new URL(fileName, import.meta.url), "utf8"));

const { settings, channels = [], people = [] } = shopFile.file;
const [number] = channels;
if (settings?.businessName === undefined || number?.kind !== "whatsapp")
  throw new Error(`${fileName} needs the name of the business, and a number first of its channels`);

/** The demo's business, and the number its customers write to. */
export const shop = { name: settings.businessName, number } as const;

/** Everybody of the demo has this password; their invitation's temporary one was replaced at seeding. */
export const demoPassword = firstAdministrator.password;

/** A person of the demo, as the start shows them. */
export interface DemoLogin extends Login {
  readonly name: string;
  readonly role: "admin" | "supervisor" | "agent" | "viewer";
  /** What they serve or manage, in words. */
  readonly where: string;
}

/** Who can sign in to the demo. */
export const demoLogins: readonly DemoLogin[] = [
  { ...firstAdministrator, role: "admin", where: "everything" },
  ...people.map(({ name, email, role, sectors = [], queues = [] }) => ({
    ...{ name, email, role },
    password: demoPassword,
    where: [...sectors, ...queues].join(", "),
  })),
];

/** The queues into which the demo number's customers may come. */
const receivedIn: readonly string[] =
  typeof number.reception === "string"
    ? [number.reception]
    : number.reception?.kind === "menu"
      ? number.reception.queues
      : [];

/** Who answers the demo number's customers. */
export const receptionLogins: readonly DemoLogin[] = demoLogins.filter(({ email }) =>
  people.some(
    (person) => person.email === email && person.queues?.some((queue) => receivedIn.includes(queue)) === true,
  ),
);

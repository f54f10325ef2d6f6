import { randomInt } from "node:crypto";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import { createFirstAdmin } from "../../shared/actions/organisation/create-first-admin.ts";
import { DeskError } from "../../shared/contracts/errors.ts";
import { defaultDataDir } from "../stack/state-folder.ts";
import { openInstallation } from "./installation.ts";

const usage = `npm run first-admin -- --email E-MAIL --name NAME [--another]
                       [--target local|cloud] [--stack STACK] [--data FOLDER]
  Makes the administrator a new desk begins with, and prints a temporary password once.
  --another  make one although there is one already
  --target   which desk: the one npm start runs here, or the one npm run deploy deployed
             (with the AWS credentials of your environment)`;

const Options = z.object({
  email: z.email("--email is to be an e-mail address").max(254),
  name: z.string("--name is missing").trim().min(1, "--name is missing").max(120),
  another: z.boolean().default(false),
  target: z.enum(["local", "cloud"], "--target is local or cloud").optional(),
  stack: z.string().optional(),
  data: z.string().default(defaultDataDir),
});

try {
  await main();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      email: { type: "string" },
      name: { type: "string" },
      another: { type: "boolean" },
      target: { type: "string" },
      stack: { type: "string" },
      data: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) {
    console.log(usage);
    return;
  }
  const { email, name, another, target, stack, data } = Options.parse(values);
  const { description, operator } = openInstallation(resolve(data), target, stack);
  try {
    const temporaryPassword = makePassword();
    const { outcome, agent } = await createFirstAdmin(operator, { email, name, another, temporaryPassword });
    console.log(
      [
        outcome === "created"
          ? `${agent.name} <${agent.email}> is now an administrator of ${description}.`
          : `${agent.name} <${agent.email}> was an administrator of ${description} already.`,
        outcome === "created"
          ? `Temporary password, shown only now: ${temporaryPassword}`
          : `If there was no account yet, there is one now, with the temporary password ${temporaryPassword}`,
        "The first sign-in asks for a password of their own.",
      ].join("\n"),
    );
  } finally {
    operator.close();
  }
}

/** Sixteen letters and digits of each kind the user pool asks for, none that looks like another. */
function makePassword(): string {
  const kinds = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789"];
  const pick = (letters: string): string => letters.charAt(randomInt(letters.length));
  const rest = Array.from({ length: 13 }, () => pick(kinds.join("")));
  return [...kinds.map(pick), ...rest].join("");
}

function explain(error: unknown): string {
  if (error instanceof z.ZodError)
    return `${error.issues.map(({ message }) => message).join("\n")}\n\n${usage}`;
  if (error instanceof DeskError && error.code === "ALREADY_EXISTS") {
    const { administrator, email } = error.details;
    return administrator === undefined
      ? `${String(email ?? "The e-mail")} belongs to somebody else of the desk already.`
      : `There is an administrator already: ${String(administrator)}. To make one more: --another`;
  }
  return error instanceof Error ? error.message : String(error);
}

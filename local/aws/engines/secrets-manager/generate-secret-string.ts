import { randomInt } from "node:crypto";
import * as z from "zod";

/** `GenerateSecretString` of a template. */
export const generateSecretString = z.object({
  PasswordLength: z.number().int().min(1).max(4096).default(32),
  ExcludeCharacters: z.string().default(""),
  ExcludeLowercase: z.boolean().default(false),
  ExcludeUppercase: z.boolean().default(false),
  ExcludeNumbers: z.boolean().default(false),
  ExcludePunctuation: z.boolean().default(false),
  IncludeSpace: z.boolean().default(false),
  RequireEachIncludedType: z.boolean().default(true),
  SecretStringTemplate: z.string().optional(),
  GenerateStringKey: z.string().optional(),
});

/**
 * A random secret as the service makes one: the password itself, or the template's JSON object with the password
 * under `GenerateStringKey`. Throws when the settings leave no characters or the template is no JSON object.
 */
export function generate(settings: z.infer<typeof generateSecretString>): string {
  const password = generatePassword(settings);
  const { SecretStringTemplate: template, GenerateStringKey: key } = settings;
  if (template === undefined && key === undefined) return password;
  if (template === undefined || key === undefined) {
    throw new Error("SecretStringTemplate and GenerateStringKey go together");
  }
  const fields = z.record(z.string(), z.unknown()).parse(JSON.parse(template));
  return JSON.stringify({ ...fields, [key]: password });
}

function generatePassword(settings: z.infer<typeof generateSecretString>): string {
  const kinds = [
    settings.ExcludeLowercase ? "" : "abcdefghijklmnopqrstuvwxyz",
    settings.ExcludeUppercase ? "" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    settings.ExcludeNumbers ? "" : "0123456789",
    settings.ExcludePunctuation ? "" : "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    settings.IncludeSpace ? " " : "",
  ]
    .map((kind) =>
      kind
        .split("")
        .filter((character) => !settings.ExcludeCharacters.includes(character))
        .join(""),
    )
    .filter((kind) => kind !== "");
  const all = kinds.join("");
  if (all === "") throw new Error("GenerateSecretString excludes every character");
  const pick = (characters: string): string => characters.charAt(randomInt(characters.length));
  const required = settings.RequireEachIncludedType ? kinds.slice(0, settings.PasswordLength) : [];
  const rest = Array.from({ length: settings.PasswordLength - required.length }, () => pick(all));
  return shuffle([...required.map(pick), ...rest]).join("");
}

function shuffle(characters: string[]): string[] {
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] ?? "", characters[last] ?? ""];
  }
  return characters;
}

/** Members whose texts people wrote: they are no words of the desk, whatever they say. */
const written: ReadonlySet<string> = new Set([
  ...["name", "label", "key", "options", "businessName", "question", "text", "greeting", "unclear"],
  ...["warnText", "closeText", "reason", "shortcut", "prefix", "email", "url", "hint", "secretHint"],
  ...["displayNumber", "phone", "phoneNumberId", "wabaId", "allowedOrigins"],
]);

/** The key of the words of a member of a record. */
export const fieldKey = (member: string) => `field.${member}` as "field.name";

/** The key of the words of a value, which has no dots and colons; undefined where the value is what somebody wrote. */
export const valueKey = (value: string, member: string | undefined) =>
  member !== undefined && written.has(member)
    ? undefined
    : (`value.${value.replaceAll(/[.:]/g, "_")}` as "value.admin");

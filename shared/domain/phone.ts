/**
 * The form in which two spellings of one WhatsApp phone are equal. Only Brazilian mobile numbers have two: accounts made
 * before the ninth digit keep eight digits after the area code, so 55 + area + 8 digits that begin with 6 to 9 gets its
 * 9. Landlines (2 to 5), other countries and anything that is not digits stay as they are. It is for comparing only:
 * messages go to the address exactly as WhatsApp gave it.
 */
export function phoneMatchKey(phone: string): string {
  const parts = /^55([1-9]\d)([6-9]\d{7})$/.exec(phone);
  return parts === null ? phone : `55${parts[1]}9${parts[2]}`;
}

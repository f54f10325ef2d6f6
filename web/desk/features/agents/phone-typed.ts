/**
 * A phone as the contract has it, from what a person types: area code and number count as Brazilian, with a plus any country does.
 * Nothing typed is none; what cannot be a phone stays as it was typed, for the contract to refuse.
 */
export function phoneTyped(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  if (/[^\d\s().+-]/.test(trimmed)) return trimmed;
  const digits = trimmed.replaceAll(/\D/g, "");
  if (trimmed.startsWith("+")) return `+${digits}`;
  const national = digits.replace(/^0+/, "");
  if (national.length === 10 || national.length === 11) return `+55${national}`;
  if (/^55\d{10,11}$/.test(national)) return `+${national}`;
  return trimmed;
}

/** A phone as people read it; Brazilian ones in groups. */
export function phoneWritten(phone: string | null): string {
  if (phone === null) return "";
  const brazilian = /^\+55(\d{2})(\d{4,5})(\d{4})$/.exec(phone);
  return brazilian === null ? phone : `+55 (${brazilian[1]}) ${brazilian[2]}-${brazilian[3]}`;
}

/** A number as people read it: Brazilian ones in groups, others with a plus; empty where there is none. */
export function phoneShown(digits: string | undefined): string {
  if (digits === undefined) return "";
  const brazilian = /^55(\d{2})(\d{4,5})(\d{4})$/.exec(digits);
  return brazilian === null ? `+${digits}` : `+55 ${brazilian[1]} ${brazilian[2]}-${brazilian[3]}`;
}

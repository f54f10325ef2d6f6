/**
 * A table as a file that spreadsheets read. What a spreadsheet would take for a formula is made text: cells hold what customers wrote.
 */
export const csvOf = (rows: readonly (readonly string[])[], separator: "," | ";"): string =>
  rows.map((cells) => `${cells.map((cell) => cellOf(cell, separator)).join(separator)}\r\n`).join("");

function cellOf(text: string, separator: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return [separator, '"', "\n", "\r"].some((it) => harmless.includes(it))
    ? `"${harmless.replaceAll('"', '""')}"`
    : harmless;
}

/** Gives the person a file to keep. It begins with the mark by which spreadsheets know UTF-8. */
export function saveCsv(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob(["\uFEFF", text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

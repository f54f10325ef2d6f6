/** A part of a text with WhatsApp's marks. What stands inside bold, italic and struck text may hold the other two and links. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "mono"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string }
  | { readonly kind: Emphasis; readonly pieces: readonly Piece[] };

export type Emphasis = "bold" | "italic" | "strike";

export const signs: Readonly<Record<Emphasis, string>> = { bold: "*", italic: "_", strike: "~" };
const emphases = Object.entries(signs) as [Emphasis, string][];

const fence = "```";
const address = /(?:https?:\/\/|www\.)[^\s<>"`]+/iy;
const isWord = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}\p{M}]/u.test(character);
const isBlank = (character: string | undefined): boolean => character === undefined || /\s/.test(character);

/**
 * Takes a message apart as WhatsApp shows it: `*bold*`, `_italic_`, `~struck~`, three backticks around what stays as it is, and
 * addresses of the web. A mark counts where a word begins and ends, within one line; any other is itself. Nothing is lost:
 * the pieces with their marks are the text again. The effort grows with the length only.
 */
export const parse = (text: string): readonly Piece[] => within(text, emphases);

function within(text: string, allowed: readonly (readonly [Emphasis, string])[]): readonly Piece[] {
  const pieces: Piece[] = [];
  // Up to where it is known that a mark is not closed: nothing is looked for twice.
  const open = new Map<string, number>();
  let plain = 0;
  let at = 0;
  const push = (end: number, piece: Piece): void => {
    if (at > plain) pieces.push({ kind: "text", text: text.slice(plain, at) });
    pieces.push(piece);
    at = end;
    plain = end;
  };
  while (at < text.length) {
    const found = monoAt(text, at, open) ?? linkAt(text, at, open) ?? emphasisAt(text, at, allowed, open);
    if (found === undefined) at += 1;
    else push(found.end, found.piece);
  }
  if (text.length > plain) pieces.push({ kind: "text", text: text.slice(plain) });
  return pieces;
}

interface Found {
  readonly piece: Piece;
  readonly end: number;
}

function monoAt(text: string, at: number, open: Map<string, number>): Found | undefined {
  if (!text.startsWith(fence, at) || open.has(fence)) return undefined;
  const close = text.indexOf(fence, at + fence.length);
  if (close === -1) open.set(fence, text.length);
  if (close <= at + fence.length) return undefined;
  return {
    piece: { kind: "mono", text: text.slice(at + fence.length, close) },
    end: close + fence.length,
  };
}

function linkAt(text: string, at: number, open: Map<string, number>): Found | undefined {
  const first = text[at];
  if (at < (open.get("link") ?? 0)) return undefined;
  if ((first !== "h" && first !== "H" && first !== "w" && first !== "W") || isWord(text[at - 1]))
    return undefined;
  address.lastIndex = at;
  const match = address.exec(text)?.[0];
  if (match === undefined) return undefined;
  const shown = withoutTail(match);
  const href = /^www\./i.test(shown) ? `https://${shown}` : shown;
  if (!URL.canParse(href)) {
    open.set("link", at + match.length);
    return undefined;
  }
  return { piece: { kind: "link", text: shown, href }, end: at + shown.length };
}

/** An address does not end with what ends a sentence, nor with a bracket that it did not open. */
function withoutTail(match: string): string {
  const opens = match.includes("(");
  let end = match.length;
  while (end > 0) {
    const last = match[end - 1] ?? "";
    const closes = last === ")" && !opens;
    if (!closes && !".,;:!?*_~'…»]}".includes(last)) break;
    end -= 1;
  }
  return match.slice(0, end);
}

function emphasisAt(
  text: string,
  at: number,
  allowed: readonly (readonly [Emphasis, string])[],
  open: Map<string, number>,
): Found | undefined {
  const mark = allowed.find(([, sign]) => sign === text[at]);
  if (mark === undefined) return undefined;
  const [kind, sign] = mark;
  if (at < (open.get(sign) ?? 0) || isWord(text[at - 1]) || isBlank(text[at + 1]) || text[at + 1] === sign)
    return undefined;
  const close = closeOf(text, at, sign, open);
  if (close === undefined) return undefined;
  const others = allowed.filter(([other]) => other !== kind);
  return { piece: { kind, pieces: within(text.slice(at + 1, close), others) }, end: close + 1 };
}

function closeOf(text: string, at: number, sign: string, open: Map<string, number>): number | undefined {
  for (let end = at + 2; ; end += 1) {
    const character = text[end];
    if (character === undefined || character === "\n") {
      open.set(sign, end);
      return undefined;
    }
    if (character === sign && !isBlank(text[end - 1]) && !isWord(text[end + 1])) return end;
  }
}

/** What is read of the pieces, without marks. */
export const plainOf = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => ("pieces" in piece ? plainOf(piece.pieces) : piece.text)).join("");

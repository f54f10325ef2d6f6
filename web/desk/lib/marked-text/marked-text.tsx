import { type JSX, memo, type ReactNode, useMemo } from "react";
import { type Emphasis, parse, type Piece, plainOf } from "./parse.ts";
import { findIn, type Range } from "./find.ts";
import classes from "./marked-text.module.css";

const elements: Readonly<Record<Emphasis, "strong" | "em" | "s">> = {
  bold: "strong",
  italic: "em",
  strike: "s",
};

/**
 * A message's text with WhatsApp's marks, its addresses as links, and what is searched for highlighted. It is made of
 * elements, never of markup: whatever a contact writes is text.
 */
export const MarkedText = memo(function MarkedText(props: {
  readonly text: string;
  /** What to highlight. */
  readonly find?: string | undefined;
}) {
  const { text, find = "" } = props;
  const pieces = useMemo(() => parse(text), [text]);
  const ranges = useMemo(() => (find === "" ? [] : findIn(plainOf(pieces), find)), [pieces, find]);
  return draw(pieces, ranges, 0);
});

/** Draws pieces of which the first begins at `offset` of the plain text. */
function draw(pieces: readonly Piece[], ranges: readonly Range[], offset: number): ReactNode {
  let at = offset;
  return pieces.map((piece, index): JSX.Element => {
    const start = at;
    at += "pieces" in piece ? plainOf(piece.pieces).length : piece.text.length;
    if ("pieces" in piece) {
      const Element = elements[piece.kind];
      return <Element key={index}>{draw(piece.pieces, ranges, start)}</Element>;
    }
    const text = <Highlighted key={index} text={piece.text} ranges={ranges} offset={start} />;
    if (piece.kind === "mono")
      return (
        <code key={index} className={classes["mono"]}>
          {text}
        </code>
      );
    if (piece.kind === "text") return text;
    return (
      <a key={index} className={classes["link"]} href={piece.href} target="_blank" rel="noopener noreferrer">
        {text}
      </a>
    );
  });
}

/** One piece, with what of the ranges falls into it marked. */
function Highlighted(props: {
  readonly text: string;
  readonly ranges: readonly Range[];
  readonly offset: number;
}) {
  const { text, ranges, offset } = props;
  const parts: ReactNode[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    const [start, end] = [Math.max(from - offset, at), Math.min(to - offset, text.length)];
    if (start >= end) continue;
    parts.push(
      text.slice(at, start),
      <mark key={start} className={classes["found"]}>
        {text.slice(start, end)}
      </mark>,
    );
    at = end;
  }
  if (parts.length === 0) return text;
  return [...parts, text.slice(at)];
}

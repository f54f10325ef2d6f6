/** Where something was found: from the first character to behind the last. */
export type Range = readonly [start: number, end: number];

interface Folded {
  readonly text: string;
  /** For each character of `text` where it stands in the original; null where that is the same place. */
  readonly places: readonly number[] | null;
}

const accents = /\p{M}/gu;

/** A text as it is compared: without accents and capitals. */
function fold(original: string): Folded {
  // Plain letters keep their places, and are by far the most.
  if (!/[^\s!-~]/.test(original)) return { text: original.toLowerCase(), places: null };
  const places: number[] = [];
  let text = "";
  let at = 0;
  for (const character of original) {
    const folded = character.normalize("NFD").replaceAll(accents, "").toLowerCase();
    for (let index = 0; index < folded.length; index += 1) places.push(at);
    text += folded;
    at += character.length;
  }
  places.push(at);
  return { text, places };
}

/** Where `wanted` stands in a text, accents and capitals aside, without overlaps; nowhere where nothing is wanted. */
export function findIn(original: string, wanted: string): readonly Range[] {
  const needle = fold(wanted.trim()).text;
  if (needle === "") return [];
  const { text, places } = fold(original);
  const ranges: Range[] = [];
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + needle.length)) {
    const end = at + needle.length;
    ranges.push(places === null ? [at, end] : [places[at] ?? 0, endOf(places, end)]);
  }
  return ranges;
}

/** A character whose accents fell away ends where the next one that is left begins. */
const endOf = (places: readonly number[], end: number): number => places[end] ?? places.at(-1) ?? 0;

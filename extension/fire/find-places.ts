/** A place in a source file that a text names as `FILE:LINE:CHARACTER`, counted from 1. */
export interface WrittenPlace {
  /** Where it is written, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** A path, or the same as a `file:` URL. */
  readonly file: string;
  readonly line: number;
  readonly character: number;
}

const START = String.raw`(?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])`;
/** In a stack frame a path ends at its line number, whatever it holds: `at run (/my project/a.ts:1:2)`. */
const IN_FRAME = String.raw`(?<=^\s*at (?:async )?|\()${START}[^:()\n]+`;
/** Elsewhere it stands between spaces. */
const IN_TEXT = String.raw`(?<![^\s"'])${START}[^\s:()]+`;
const PLACE = new RegExp(String.raw`(${IN_FRAME}|${IN_TEXT}):(\d+):(\d+)`, "gm");

/** The places that stack frames and messages name. */
export function findPlaces(text: string): readonly WrittenPlace[] {
  return [...text.matchAll(PLACE)].map(
    ({ index, 0: whole, 1: file = "", 2: line, 3: character }) => ({
      start: index,
      end: index + whole.length,
      file,
      line: Number(line),
      character: Number(character),
    }),
  );
}

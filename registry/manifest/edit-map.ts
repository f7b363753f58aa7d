import type { YAMLMap } from "yaml";
import type { TextEdit } from "../base/text.ts";
import { findPair, keySpan, pairsOf, valueSpan, type MapPair } from "./tree.ts";
import { writeScalar, writeValue } from "./write-value.ts";

/** A mapping in the text that is edited. */
export interface MapPlace {
  readonly text: string;
  readonly map: YAMLMap;
  readonly eol: string;
}

/** Adds a key behind the given pair, or before everything. */
export function addPair(
  { text, map, eol }: MapPlace,
  key: string,
  value: unknown,
  neighbour: MapPair | undefined,
): TextEdit {
  const name = writeScalar(key, "PLAIN", map.flow === true);
  const [first] = pairsOf(map);
  if (map.flow) {
    const written = name + ":" + writeValue(value, { flow: true, indent: 0, eol });
    if (!first) return insert((map.range?.[0] ?? 0) + 1, written);
    if (!neighbour) return insert(keySpan(first).start, `${written}, `);
    return insert(pairEnd(text, neighbour), `, ${written}`);
  }
  const anchor = neighbour ?? first;
  const indent = anchor ? columnOf(text, keySpan(anchor).start) : 0;
  const written = name + ":" + writeValue(value, { flow: false, indent: indent + 2, eol });
  if (!neighbour)
    return insert(first ? keySpan(first).start : 0, written + eol + " ".repeat(indent));
  return insert(lineEnd(text, pairEnd(text, neighbour)), eol + " ".repeat(indent) + written);
}

/** Removes keys with their values, and every line that is left empty by that. At least one key stays. */
export function removePairs(place: MapPlace, keys: readonly string[]): readonly TextEdit[] {
  const { map } = place;
  const isGoing = (pair: MapPair): boolean => keys.some((key) => findPair(map, key) === pair);
  const edits: TextEdit[] = [];
  let run: MapPair[] = [];
  let before: MapPair | undefined;
  for (const pair of pairsOf(map)) {
    if (isGoing(pair)) {
      run.push(pair);
      continue;
    }
    edits.push(...removeRun(place, before, run, pair));
    run = [];
    before = pair;
  }
  return [...edits, ...removeRun(place, before, run, undefined)];
}

/** Removes pairs that follow each other, between the two that stay. */
function removeRun(
  { text, map }: MapPlace,
  before: MapPair | undefined,
  run: readonly MapPair[],
  after: MapPair | undefined,
): readonly TextEdit[] {
  const [first] = run;
  const last = run.at(-1);
  if (!first || !last) return [];
  const start = keySpan(first).start;
  if (map.flow || startsOnTheLineOfSomethingElse(text, start)) {
    if (after) return [remove(start, keySpan(after).start)];
    return [remove(before ? pairEnd(text, before) : start, pairEnd(text, last))];
  }
  const end = lineEnd(text, pairEnd(text, last));
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  if (after) return [remove(lineStart, text.indexOf("\n", end) + 1)];
  // At the end the line break before goes: the one behind may be missing, and something may be added at it.
  const previous = text[lineStart - 2] === "\r" ? lineStart - 2 : lineStart - 1;
  return [remove(previous, end)];
}

function pairEnd(text: string, pair: MapPair): number {
  return valueSpan(text, pair).end;
}

/** The end of the line that `offset` is in, before its line break: behind a trailing comment. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf("\n", offset);
  if (newline === -1) return text.length;
  return text[newline - 1] === "\r" && newline > offset ? newline - 1 : newline;
}

function startsOnTheLineOfSomethingElse(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset).trim() !== "";
}

export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

function insert(offset: number, newText: string): TextEdit {
  return { span: { start: offset, end: offset }, newText };
}
function remove(start: number, end: number): TextEdit {
  return { span: { start, end }, newText: "" };
}

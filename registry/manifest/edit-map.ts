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

/** Adds a key: behind the first of `after` that is there, else at the end; before everything if `after` names none that is. */
export function addPair(
  place: MapPlace,
  key: string,
  value: unknown,
  after: readonly string[],
): TextEdit {
  const { text, map, eol } = place;
  const name = writeScalar(key, "PLAIN", map.flow === true);
  const pairs = pairsOf(map);
  const [first] = pairs;
  const neighbour = after.length > 0 ? findFirst(map, after) : pairs.at(-1);
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

/** Removes a key with its value, and with every line that is left empty by that. */
export function removePair({ text, map }: MapPlace, key: string): readonly TextEdit[] {
  const pairs = pairsOf(map);
  return pairs.flatMap((pair, index) => {
    if (pair !== findPair(map, key)) return [];
    const start = keySpan(pair).start;
    const next = pairs[index + 1];
    const previous = pairs[index - 1];
    if (map.flow || startsOnTheLineOfSomethingElse(text, start)) {
      if (next) return [remove(start, keySpan(next).start)];
      return [remove(previous ? pairEnd(text, previous) : start, pairEnd(text, pair))];
    }
    const end = lineEnd(text, pairEnd(text, pair));
    const lineStart = text.lastIndexOf("\n", start - 1) + 1;
    const newline = text.startsWith("\r\n", end) ? 2 : text.startsWith("\n", end) ? 1 : 0;
    if (newline > 0) return [remove(lineStart, end + newline)];
    // The last line of a text that does not end in a line break: the one before goes instead.
    return [
      remove(lineEnd(text, text[lineStart - 2] === "\r" ? lineStart - 2 : lineStart - 1), end),
    ];
  });
}

function findFirst(map: YAMLMap, keys: readonly string[]): MapPair | undefined {
  for (const key of keys) {
    const pair = findPair(map, key);
    if (pair) return pair;
  }
  return undefined;
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

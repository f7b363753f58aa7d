import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import type { Span } from "../base/text.ts";
import type { FieldSpans } from "./types.ts";

/** Reading the parser's tree: keys, values and their spans, relative to the parsed piece. */

export type Value = Node | null | undefined;
export type MapPair = Pair;

export function pairsOf(map: YAMLMap): readonly MapPair[] {
  return map.items;
}

/** A key as text; null when it is a collection. */
export function keyText(pair: MapPair): string | null {
  const { key } = pair;
  if (!isScalar(key)) return typeof key === "string" ? key : null;
  if (typeof key.value === "string") return key.value;
  return key.source ?? String(key.value);
}

/** The boundary with the library's types: a parsed tree holds nodes only. */
export function valueOf(pair: MapPair): Value {
  return pair.value as Value;
}

export function isMergeKey(pair: MapPair): boolean {
  return isScalar(pair.key) && pair.key.value === "<<" && pair.key.type === "PLAIN";
}

export function findPair(map: YAMLMap, key: string): MapPair | null {
  // The last one wins, as in the data: an earlier duplicate has a problem of its own.
  return pairsOf(map).findLast((pair) => !isMergeKey(pair) && keyText(pair) === key) ?? null;
}

export function spanOf(node: Value): Span | null {
  return node?.range ? { start: node.range[0], end: node.range[1] } : null;
}

export function keySpan(pair: MapPair): Span {
  return spanOf(pair.key as Value) ?? { start: 0, end: 0 };
}

/** True for a value that is not written at all (`key:` and nothing behind). */
export function isUnwritten(node: Value): boolean {
  if (!node?.range) return true;
  return isScalar(node) && node.range[0] === node.range[1] && node.value === null;
}

/** The span of a pair's value, without trailing blank lines and comments; right after the colon when there is none. */
export function valueSpan(text: string, pair: MapPair): Span {
  const node = valueOf(pair);
  if (node && !isUnwritten(node)) return contentSpan(text, node);
  const after = afterColon(text, pair);
  return { start: after, end: after };
}

function fieldSpans(text: string, pair: MapPair): FieldSpans {
  return { key: keySpan(pair), value: valueSpan(text, pair) };
}

/** The offset right after a pair's colon, or after its key when it has none. */
export function afterColon(text: string, pair: MapPair): number {
  const keyEnd = keySpan(pair).end;
  const match = /^[ \t]*:/.exec(text.slice(keyEnd, keyEnd + 200));
  return match ? keyEnd + match[0].length : keyEnd;
}

/** A node's span up to the end of its last written character. */
export function contentSpan(text: string, node: Node): Span {
  const start = node.range?.[0] ?? 0;
  return { start, end: Math.max(start, contentEnd(text, node)) };
}

function contentEnd(text: string, node: Node): number {
  const end = node.range?.[1] ?? 0;
  if (isMap(node) && !node.flow) {
    const last = node.items.at(-1);
    if (!last) return end;
    const value = valueOf(last);
    return value && !isUnwritten(value) ? contentEnd(text, value) : afterColon(text, last);
  }
  if (isSeq(node) && !node.flow) {
    const last = node.items.at(-1) as Value;
    return last && !isUnwritten(last) ? contentEnd(text, last) : trimEnd(text, end);
  }
  return isScalar(node) ? trimEnd(text, end) : end;
}

function trimEnd(text: string, end: number): number {
  let trimmed = end;
  while (trimmed > 0 && " \t\r\n".includes(text.charAt(trimmed - 1))) trimmed--;
  return trimmed;
}

/** Spans of the value at a path; below an alias or a merge, those of the alias or the merge. Null when absent. */
export function spansBelow(
  text: string,
  root: Value,
  path: readonly (string | number)[],
): FieldSpans | null {
  let node = root;
  let found: FieldSpans | null = null;
  for (const step of path) {
    if (isAlias(node)) return found;
    if (isMap(node)) {
      const pair = findPair(node, String(step));
      if (!pair) {
        const merge = pairsOf(node).find(isMergeKey);
        return merge ? fieldSpans(text, merge) : null;
      }
      found = fieldSpans(text, pair);
      node = valueOf(pair);
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as Value;
      if (!item) return null;
      const value = isUnwritten(item)
        ? { start: item.range?.[0] ?? 0, end: item.range?.[0] ?? 0 }
        : contentSpan(text, item);
      found = { key: { start: value.start, end: value.start }, value };
      node = item;
    } else return null;
  }
  return found;
}

import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import type { TextEdit } from "../base/text.ts";
import { addPair, columnOf, lineEnd, removePairs, type MapPlace } from "./edit-map.ts";
import type { ItemView } from "./item-view.ts";
import { isRecord } from "./read-data.ts";
import { isSameData } from "./same-data.ts";
import { shiftSpan } from "./shift.ts";
import { toggledWord } from "./toggle-word.ts";
import {
  contentSpan,
  findPair,
  isUnwritten,
  isMergeKey,
  keySpan,
  keyText,
  pairsOf,
  afterColon,
  valueOf,
  type MapPair,
} from "./tree.ts";
import { writeScalar, writeValue } from "./write-value.ts";

/** The edits that make an entry enabled or disabled; none when it is so. */
export function editEnabled(item: ItemView, enabled: boolean): readonly TextEdit[] {
  if (!item.entry || item.entry.enabled === enabled) return [];
  const place = placeOfItem(item);
  const pair = place && findPair(place.map, "enabled");
  const value = pair && valueOf(pair);
  if (!pair || !value) return setKey(item, "enabled", enabled);
  const span = contentSpan(item.piece.text, value);
  const written = item.piece.text.slice(span.start, span.end);
  return moved(item, [{ span, newText: toggledWord(isScalar(value) ? written : "", enabled) }]);
}

/** The edits that give an entry a config, leaving alone every key that stays the same. */
export function editConfig(
  item: ItemView,
  config: Readonly<Record<string, unknown>>,
): readonly TextEdit[] {
  if (!item.entry) return [];
  const before = item.entry.config ?? {};
  if (isSameData(before, config)) return [];
  const place = placeOfItem(item);
  const pair = place && findPair(place.map, "config");
  if (!place || !pair) return setKey(item, "config", config);
  return moved(item, replaceIn(place, pair, before, config));
}

function moved(item: ItemView, edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.map(({ span, newText }) => ({ span: shiftSpan(span, item.base), newText }));
}

function placeOfItem(item: ItemView): MapPlace | null {
  const { node } = item.own.body;
  if (!isMap(node)) return null;
  return { text: item.piece.text, map: node, eol: item.eol };
}

/** Writes a key that the entry itself does not have, though an anchor may have given it one. */
function setKey(item: ItemView, key: string, value: unknown): readonly TextEdit[] {
  const place = placeOfItem(item);
  if (place) {
    const above = ["enabled", "module", "name"].map((name) => findPair(place.map, name));
    const neighbour = above.find((pair) => pair !== null) ?? undefined;
    return moved(item, [addPair(place, key, value, neighbour)]);
  }
  const { node } = item.own.body;
  if (!isAlias(node)) return [];
  const span = contentSpan(item.piece.text, node);
  const text = writeValue(value, { flow: true, indent: 0, eol: item.eol });
  return moved(item, [{ span, newText: `{ <<: *${node.source}, ${key}:${text} }` }]);
}

/** Changes one value of a mapping from `before` to `after`. */
function replaceIn(
  place: MapPlace,
  pair: MapPair,
  before: unknown,
  after: unknown,
): readonly TextEdit[] {
  const node = valueOf(pair);
  if (isMap(node) && isRecord(before) && isRecord(after)) {
    const edits = diffMap({ ...place, map: node }, before, after);
    if (edits) return edits;
  }
  if (isSeq(node) && Array.isArray(before) && Array.isArray(after)) {
    const edits = diffItems(place, node.items as Node[], before, after);
    if (edits) return edits;
  }
  if (isScalar(node) && !isUnwritten(node) && !isContainer(after) && isFlowScalar(node.type)) {
    const newText = writeScalar(after, node.type, place.map.flow === true);
    return [{ span: contentSpan(place.text, node), newText }];
  }
  return rewrite(place, pair, after);
}

/** Null when the mapping has to be written anew: nothing would be left of it, or a merge may give what must go. */
function diffMap(
  place: MapPlace,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly TextEdit[] | null {
  const removed = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  const kept = Object.keys(before).filter((key) => Object.hasOwn(after, key));
  if (kept.length === 0) return null;
  if (removed.length > 0 && pairsOf(place.map).some(isMergeKey)) return null;
  const edits = [...removePairs(place, removed)];
  const last = pairsOf(place.map).findLast((pair) => !removed.includes(keyText(pair) ?? ""));
  for (const key of kept) {
    if (isSameData(before[key], after[key])) continue;
    const pair = findPair(place.map, key);
    if (pair) edits.push(...replaceIn(place, pair, before[key], after[key]));
    else edits.push(addPair(place, key, after[key], last));
  }
  for (const key of Object.keys(after)) {
    if (!Object.hasOwn(before, key)) edits.push(addPair(place, key, after[key], last));
  }
  return edits;
}

/** Only changes in place: whatever else happens to a list, it is written anew. */
function diffItems(
  place: MapPlace,
  nodes: readonly Node[],
  before: readonly unknown[],
  after: readonly unknown[],
): readonly TextEdit[] | null {
  if (before.length !== after.length) return null;
  const edits: TextEdit[] = [];
  for (const [index, node] of nodes.entries()) {
    const value = after[index];
    if (isSameData(before[index], value)) continue;
    if (!isScalar(node) || isContainer(value) || !isFlowScalar(node.type)) return null;
    const newText = writeScalar(value, node.type, true);
    edits.push({ span: contentSpan(place.text, node), newText });
  }
  return edits;
}

/** Writes a value anew. Its anchor stays, and so does a comment on its key's line. */
function rewrite(place: MapPlace, pair: MapPair, value: unknown): readonly TextEdit[] {
  const { text, eol } = place;
  const node = valueOf(pair);
  const isWritten = node && !isUnwritten(node);
  const colon = afterColon(text, pair);
  const start = isWritten ? colon + propertiesOf(text, colon, node) : colon;
  const end = isWritten ? contentSpan(text, node).end : start;
  const flow = place.map.flow === true || (isCollectionInFlow(node) && isContainer(value));
  const indent = columnOf(text, keySpan(pair).start) + 2;
  const written = writeValue(value, { flow, indent, eol });

  const headEnd = lineEnd(text, start);
  const isBelow = isWritten && (node.range?.[0] ?? 0) > headEnd && !isBlockScalar(node);
  if (!isBelow) return [{ span: { start, end }, newText: written }];
  const firstLine = written.split(eol, 1)[0] ?? "";
  return [
    { span: { start, end: start }, newText: firstLine },
    { span: { start: headEnd, end }, newText: written.slice(firstLine.length) },
  ].filter(({ span, newText }) => span.end > span.start || newText !== "");
}

/** How many characters of anchor stand between a colon and its value. */
function propertiesOf(text: string, colon: number, node: Node): number {
  if (isAlias(node) || !node.anchor) return 0;
  const between = text.slice(colon, node.range?.[0] ?? colon);
  return between.indexOf(`&${node.anchor}`) + 1 + node.anchor.length;
}

function isBlockScalar(node: Node): boolean {
  return isScalar(node) && !isFlowScalar(node.type);
}

function isCollectionInFlow(node: unknown): boolean {
  return (isMap(node) || isSeq(node)) && (node as YAMLMap).flow === true;
}

function isContainer(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function isFlowScalar(type: unknown): type is "PLAIN" | "QUOTE_SINGLE" | "QUOTE_DOUBLE" {
  return type === "PLAIN" || type === "QUOTE_SINGLE" || type === "QUOTE_DOUBLE";
}

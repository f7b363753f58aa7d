import { isMap } from "yaml";
import type { ManifestEntry } from "../../schemas/index.ts";
import type { Span } from "../base/text.ts";
import type { AnchorScope } from "./anchors.ts";
import { MANIFEST_CODES } from "./codes.ts";
import { isRecord, readData } from "./read-data.ts";
import {
  afterColon,
  contentSpan,
  isMergeKey,
  isUnwritten,
  keySpan,
  keyText,
  pairsOf,
  spansBelow,
  type MapPair,
  type Value,
} from "./tree.ts";
import type { FieldSpans, ManifestProblem } from "./types.ts";
import { suggestKey } from "./suggest-key.ts";
import { validateEntry, type Violation } from "./validate.ts";

/** Where an item's YAML stands in its piece. */
export interface ItemBody {
  /** Of the dash, of the name in the mapping form, of the item itself in a flow sequence. */
  readonly start: number;
  /** In the mapping form, the pair that the item is. */
  readonly key: MapPair | null;
  readonly node: Value;
}

/** An item as its own text says it. Positions and names that depend on other items are added by the document. */
export interface PieceItem {
  readonly body: ItemBody;
  readonly span: Span;
  readonly headSpan: Span;
  readonly raw: unknown;
  /** Its own name as a person would say it; null when it has none that could be used. */
  readonly ownName: string | null;
  /** Null when the item is invalid by itself. */
  readonly entry: ManifestEntry | null;
  readonly problems: readonly ManifestProblem[];
}

/** Reads and validates one item. */
export function examineItem(
  text: string,
  body: ItemBody,
  syntax: readonly ManifestProblem[],
  anchors: AnchorScope,
): { readonly item: PieceItem; readonly hasUnresolvedAlias: boolean } {
  const reading = readData(text, body.node, anchors);
  const raw = withOuterName(reading.data, body.key);
  const ownName = ownNameOf(raw, body.key);
  const headSpan = headOf(text, body);
  const validation = validateEntry(raw);
  const before = [...syntax, ...reading.problems];
  const isBroken = before.some((problem) => problem.severity === "error");
  const violations = validation.kind === "invalid" ? validation.violations : [];
  const problems = [
    ...before,
    ...violations
      // In an item that is no YAML yet, what seems missing may be there.
      .filter((violation) => !(isBroken && violation.isAbsence))
      .map((violation) => placeViolation(text, body, headSpan, violation))
      // What is broken inside a value explains what is wrong with it.
      .filter(({ span }) => !before.some((problem) => explains(problem, span))),
    ...unknownKeys(body, raw),
  ];
  const entry = validation.kind === "valid" && !isBroken ? validation.entry : null;
  const item = { body, span: itemSpan(text, body), headSpan, raw, ownName, entry, problems };
  return { item, hasUnresolvedAlias: reading.hasUnresolvedAlias };
}

function explains({ severity, span }: ManifestProblem, violated: Span): boolean {
  return severity === "error" && violated.start <= span.start && span.start <= violated.end;
}

/** An item of which nothing could be read. */
export function brokenItem(
  text: string,
  start: number,
  problems: readonly ManifestProblem[],
): PieceItem {
  const span = firstLine(text, { start, end: text.trimEnd().length });
  const body = { start, key: null, node: null };
  return { body, span, headSpan: span, raw: null, ownName: null, entry: null, problems };
}

/** Spans of a value inside an item. In the mapping form the key stands for the name. */
export function spansInItem(
  text: string,
  body: ItemBody,
  path: readonly (string | number)[],
): FieldSpans | null {
  const found = spansBelow(text, body.node, path);
  if (found || !body.key || path.length !== 1 || path[0] !== "name") return found;
  const key = keySpan(body.key);
  return { key, value: key };
}

function withOuterName(data: unknown, key: MapPair | null): unknown {
  const name = key && keyText(key);
  return name !== null && isRecord(data) ? { name, ...data } : data;
}

function ownNameOf(raw: unknown, key: MapPair | null): string | null {
  if (!isRecord(raw)) return (key && keyText(key)) || null;
  const { name } = raw;
  if (typeof name === "string") return name || null;
  return (typeof name === "number" && name !== 0) || name === true ? String(name) : null;
}

function itemSpan(text: string, { start, key, node }: ItemBody): Span {
  if (node && !isUnwritten(node)) return { start, end: contentSpan(text, node).end };
  return { start, end: key ? afterColon(text, key) : Math.min(start + 1, text.length) };
}

function headOf(text: string, body: ItemBody): Span {
  const name = spansInItem(text, body, ["name"])?.value;
  if (name && name.end > name.start) return name;
  if (body.key) return keySpan(body.key);
  const { node, start } = body;
  const firstPair = isMap(node) ? pairsOf(node)[0] : undefined;
  if (firstPair) return keySpan(firstPair);
  if (!node || isUnwritten(node)) return { start, end: Math.min(start + 1, text.length) };
  return firstLine(text, contentSpan(text, node));
}

function firstLine(text: string, span: Span): Span {
  const lineBreak = text.slice(span.start, span.end).search(/\r?\n/);
  return lineBreak === -1 ? span : { start: span.start, end: span.start + lineBreak };
}

function placeViolation(
  text: string,
  body: ItemBody,
  headSpan: Span,
  { code, message, path, data }: Violation,
): ManifestProblem {
  return {
    code,
    severity: "error",
    message,
    span: placeOf(text, body, path) ?? headSpan,
    ...(data && { data }),
  };
}

/** A value's place; its key's where the value is not written. */
function placeOf(text: string, body: ItemBody, path: readonly (string | number)[]): Span | null {
  if (path.length === 0) return null;
  const spans = spansInItem(text, body, path);
  if (!spans) return null;
  if (spans.value.end > spans.value.start) return spans.value;
  return spans.key.end > spans.key.start ? spans.key : null;
}

/** Other tools may have keys of their own here, so only what looks like a slip is reported. */
function unknownKeys({ node }: ItemBody, raw: unknown): readonly ManifestProblem[] {
  if (!isMap(node) || !isRecord(raw)) return [];
  return pairsOf(node).flatMap((pair) => {
    const key = keyText(pair);
    const suggestion = key === null || isMergeKey(pair) ? null : suggestKey(key, raw);
    if (!suggestion) return [];
    const message = `\`${String(key)}\` is not a key that Patchbay knows: did you mean \`${suggestion}\`?`;
    return [
      {
        code: MANIFEST_CODES.unknownKey,
        severity: "warning" as const,
        message,
        span: keySpan(pair),
        data: { key, suggestion },
      },
    ];
  });
}

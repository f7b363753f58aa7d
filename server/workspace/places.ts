import { isRecord } from "../../registry/base/record.ts";
import type { Span } from "../../registry/base/text.ts";
import type { ManifestItem } from "../../registry/manifest/index.ts";
import { keptByEntry } from "./kept-by-entry.ts";

/** One of the hooks that an entry lists, by its place among those that are names: what else stands in the list counts for nothing. */
export function spanOfHook(item: ManifestItem, index: number): Span | null {
  const listed: unknown = isRecord(item.raw) ? item.raw["hooks"] : null;
  if (!Array.isArray(listed)) return null;
  const at = placesOfNames(listed)[index];
  return at === undefined ? null : (item.spansAt(["hooks", at])?.value ?? null);
}

/** The value of `name:`, or the entry's head where it is named by its key. */
export function spanOfName(item: ManifestItem): Span {
  return item.spansAt(["name"])?.value ?? item.headSpan;
}

/** By the list: each of its hooks is asked about. */
const named = new WeakMap<readonly unknown[], readonly number[]>();

function placesOfNames(listed: readonly unknown[]): readonly number[] {
  const known = named.get(listed);
  if (known) return known;
  const places = listed.flatMap((hook, at) => (typeof hook === "string" ? [at] : []));
  named.set(listed, places);
  return places;
}

/** The value of `module:`, or the entry's head when it has none. */
export function spanOfModule(item: ManifestItem): Span {
  return item.spansAt(["module"])?.value ?? item.headSpan;
}

/** The reference itself, without the quotes that may stand around it. */
export function spanOfModuleReference(item: ManifestItem, text: string): Span {
  const parts = partsOfModule(item, text);
  return parts ? { start: parts.path.start, end: parts.className.end } : spanOfModule(item);
}

/** The part of `module:` before its last colon. */
export function spanOfModulePath(item: ManifestItem, text: string): Span {
  return partsOfModule(item, text)?.path ?? spanOfModule(item);
}

/** The part of `module:` after its last colon. */
export function spanOfClassName(item: ManifestItem, text: string): Span {
  return partsOfModule(item, text)?.className ?? spanOfModule(item);
}

/** Null when the value is not written out in one piece (an alias, escapes in quotes). */
export function partsOfModule(
  item: ManifestItem,
  text: string,
): { readonly path: Span; readonly className: Span } | null {
  const [path, className] = findParts(item, text);
  return path && className ? { path: path.span, className: className.span } : null;
}

const findParts = keptByEntry((item, text): { readonly span: Span }[] => {
  const value = item.spansAt(["module"])?.value;
  if (!value) return [];
  const written = /^(["']?)([^"'\r\n]*):([A-Za-z0-9_]*)\1$/.exec(
    text.slice(value.start, value.end),
  );
  if (!written) return [];
  const [, quote = "", path = ""] = written;
  const start = value.start + quote.length;
  const colon = start + path.length;
  return [
    { span: { start, end: colon } },
    { span: { start: colon + 1, end: value.end - quote.length } },
  ];
});

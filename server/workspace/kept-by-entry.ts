import type { Span } from "../../registry/base/text.ts";
import type { ManifestItem } from "../../registry/manifest/index.ts";

interface Part {
  readonly span: Span;
}

/**
 * Finds parts of an entry, and remembers them as long as the entry's text stays what it is: most features are asked
 * about a whole manifest after every edit, and every edit changes one entry.
 */
export function keptByEntry<Found extends Part>(
  find: (item: ManifestItem, text: string) => readonly Found[],
): (item: ManifestItem, text: string) => readonly Found[] {
  const kept = new WeakMap<object, { readonly start: number; readonly parts: readonly Found[] }>();
  return (item, text) => {
    const { raw, span } = item;
    if (typeof raw !== "object" || raw === null) return find(item, text);
    const before = kept.get(raw);
    if (before) return moved(before.parts, span.start - before.start);
    const parts = find(item, text);
    kept.set(raw, { start: span.start, parts });
    return parts;
  };
}

function moved<Found extends Part>(parts: readonly Found[], by: number): readonly Found[] {
  if (by === 0) return parts;
  return parts.map((part) => ({
    ...part,
    span: { start: part.span.start + by, end: part.span.end + by },
  }));
}

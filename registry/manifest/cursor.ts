import type { ItemView } from "./item-view.ts";
import { excessOf } from "./nesting.ts";
import { zoneAt, type Outline, type Path } from "./outline.ts";
import { outlineText } from "./outline-block.ts";
import type { ManifestCursor } from "./types.ts";

/** A part of the manifest's text with the items that it holds, in order. */
export interface CursorScene {
  readonly text: string;
  /** Where the part starts in the document. */
  readonly base: number;
  readonly items: readonly ItemView[];
}

/** Of a text that nobody should spend time on. */
const NOTHING: Outline = { zones: [], keys: [], brackets: [], gap: null };

/** What is at an offset of the document, also in half-typed YAML. */
export function cursorIn({ text, base, items }: CursorScene, offset: number): ManifestCursor {
  const local = offset - base;
  const outline = excessOf(text) ? NOTHING : outlineText(text, local);
  const zone = zoneAt(outline, local);
  const place = zone ?? outline.gap ?? { path: [], role: "value" };
  const token = zone && isWithin(zone.token, local) ? zone.token : { start: local, end: local };
  const [index, ...path] = place.path;
  const item = typeof index === "number" ? (items[index] ?? null) : null;
  const found = {
    item,
    token: { start: token.start + base, end: token.end + base },
    siblings: place.role === "key" ? siblingsOf(outline, place.path, local) : [],
    isInBrackets: outline.brackets.some((brackets) => isWithin(brackets, local)),
  };
  const isName = place.path.length === 0 && place.role === "key" && zone !== null;
  const named = isName ? items.find((each) => isWithin(each.headSpan, offset)) : undefined;
  // In the mapping form the key of an item is its name.
  if (named) return { ...found, item: named, path: ["name"], role: "value", siblings: [] };
  return { ...found, path, role: place.role };
}

function siblingsOf(outline: Outline, path: Path, offset: number): readonly string[] {
  if (path.length === 0) return [];
  const same = JSON.stringify(path);
  return outline.keys
    .filter((key) => JSON.stringify(key.path) === same && !isWithin(key.span, offset))
    .map((key) => key.name);
}

function isWithin(span: { readonly start: number; readonly end: number }, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

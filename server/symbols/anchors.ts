import { Lexer } from "yaml";
import type { Span } from "../../registry/base/text.ts";
import type { TextFile } from "../workspace/index.ts";

/** An anchor (`&shared`) or an alias of one (`*shared`). */
export interface AnchorPlace {
  readonly name: string;
  readonly isAlias: boolean;
  /** Of the name, without its mark. */
  readonly span: Span;
}

/** What YAML's lexer says besides the text: it stands nowhere. A byte order mark does. */
const CONTROLS = new Set(["\u0002", "\u0018", "\u001F"]);

/** The anchors and aliases of a text, in order; those in comments and texts are none. */
export function anchorsIn(text: string): readonly AnchorPlace[] {
  const found: AnchorPlace[] = [];
  let offset = 0;
  let isScalar = false;
  for (const source of new Lexer().lex(text)) {
    if (CONTROLS.has(source)) {
      isScalar = source === "\u001F";
      continue;
    }
    if (!isScalar && /^[&*]./.test(source)) {
      const span = { start: offset + 1, end: offset + source.length };
      found.push({ name: source.slice(1), isAlias: source.startsWith("*"), span });
    }
    isScalar = false;
    offset += source.length;
  }
  return found;
}

/** The one at an offset, its mark included. */
export function anchorAt(file: TextFile, offset: number): AnchorPlace | null {
  // Nearly every question is about something else: the line says so sooner than the lexer.
  if (!/[&*]/.test(file.lineAround(offset))) return null;
  return (
    anchorsIn(file.text).find(({ span }) => span.start - 1 <= offset && offset <= span.end) ?? null
  );
}

/** The anchor that an alias stands for: the last one of its name above it. */
export function anchorOf(text: string, { name, span }: AnchorPlace): AnchorPlace | null {
  return (
    anchorsIn(text).findLast(
      (place) => !place.isAlias && place.name === name && place.span.start < span.start,
    ) ?? null
  );
}

/** Every place that means the same node: the anchor, and its aliases up to the next anchor of the name. */
export function placesOfAnchor(text: string, place: AnchorPlace): readonly AnchorPlace[] {
  const anchor = place.isAlias ? anchorOf(text, place) : place;
  if (!anchor) return [place];
  const below = anchorsIn(text).filter(
    ({ name, span }) => name === anchor.name && span.start > anchor.span.start,
  );
  const next = below.findIndex(({ isAlias }) => !isAlias);
  return [anchor, ...below.slice(0, next < 0 ? undefined : next)];
}

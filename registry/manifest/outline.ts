import type { Span } from "../base/text.ts";

/**
 * What a text looks like to somebody who reads it by its indentation, brackets and colons: enough to tell where in a
 * half-typed or broken manifest a cursor stands. Paths start at the top of the text: `[0]` is the first item.
 */
export interface Outline {
  readonly zones: readonly Zone[];
  readonly keys: readonly KeyMark[];
  /** What stands between brackets, closed or not, without the brackets. */
  readonly brackets: readonly Span[];
  /** What may be typed at the cursor if no zone holds it. */
  readonly gap: Gap | null;
}

export type Path = readonly (string | number)[];

/** A part of the text, both ends included, in which the cursor is in one place. The smallest one counts. */
export interface Zone {
  readonly span: Span;
  readonly path: Path;
  readonly role: "key" | "value";
  /** What is written there. */
  readonly token: Span;
}

/** A key, complete or half-typed, of the mapping at `path`. */
export interface KeyMark {
  readonly path: Path;
  readonly name: string;
  readonly span: Span;
}

/** A blank place, where a line may be begun. */
export interface Gap {
  readonly path: Path;
  readonly role: "key" | "value";
}

/** Collects what the scanners find. */
export class OutlineBuilder implements Outline {
  readonly zones: Zone[] = [];
  readonly keys: KeyMark[] = [];
  readonly brackets: Span[] = [];
  gap: Gap | null = null;
  readonly #text: string;
  #topKeys = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Notes that `span` holds a key or value; blank ends of what is written belong to the zone and not to the token. */
  addZone(span: Span, path: Path, role: Zone["role"], written = span): void {
    this.zones.push({ span, path, role, token: this.trim(written) });
  }

  /** Notes a key of the mapping at `path`; answers with the step that leads to its value. */
  addKey(span: Span, path: Path): string | number {
    const token = this.trim(span);
    const name = unquote(this.#text.slice(token.start, token.end));
    this.keys.push({ path, name, span: token });
    if (path.length > 0) return name;
    // At the top of the mapping form a key is an item, and items are counted.
    this.#topKeys += 1;
    return this.#topKeys - 1;
  }

  trim({ start, end }: Span): Span {
    const text = this.#text.slice(start, end);
    const trimmed = text.trim();
    if (trimmed === "") return { start: end, end };
    const from = start + text.indexOf(trimmed);
    return { start: from, end: from + trimmed.length };
  }
}

function unquote(text: string): string {
  const quote = text.charAt(0);
  if (quote !== '"' && quote !== "'") return text;
  return text.slice(1, text.length > 1 && text.endsWith(quote) ? -1 : undefined);
}

/** The smallest zone around an offset. */
export function zoneAt({ zones }: Outline, offset: number): Zone | null {
  let best: Zone | null = null;
  for (const zone of zones) {
    if (offset < zone.span.start || offset > zone.span.end) continue;
    if (!best || sizeOf(zone) < sizeOf(best)) best = zone;
  }
  return best;
}

function sizeOf({ span }: Zone): number {
  return span.end - span.start;
}

import { MASK } from "./mask.ts";

/** Shorter values are redacted only where they stand alone: "1" would shred every number of a log. */
const SHORT_LENGTH = 4;
/** Nothing that a person wrote is deeper. */
const MAX_DEPTH = 16;

/**
 * Replaces every occurrence of the values in a text by `***`: as they are, as JSON and URLs write them, and in base64.
 * Of lists and mappings the leaves count; booleans, null and the empty string are no secrets.
 */
export function redact(text: string, values: Iterable<unknown>): string {
  const texts = new Set<string>();
  for (const value of values) collect(value, texts, 0);
  if (texts.size === 0) return text;

  // The longest first: a secret that contains another one must not be cut into recognisable pieces.
  const spellings = [...new Set([...texts].flatMap(spellingsOf))];
  const patterns = spellings.toSorted((a, b) => b.length - a.length).map(patternOf);
  return text.replace(new RegExp(patterns.join("|"), "gu"), MASK);
}

function collect(value: unknown, into: Set<string>, depth: number): void {
  if (typeof value === "string") {
    if (value.trim() !== "") into.add(value);
  } else if (typeof value === "number" || typeof value === "bigint") into.add(String(value));
  else if (typeof value === "object" && value !== null && depth < MAX_DEPTH) {
    for (const item of Object.values(value)) collect(item, into, depth + 1);
  }
}

function spellingsOf(value: string): readonly string[] {
  const spellings = [value, JSON.stringify(value).slice(1, -1)];
  if (value.length < SHORT_LENGTH) return spellings;

  const base64 = Buffer.from(value, "utf8").toString("base64");
  return [...spellings, encodeURIComponent(value.toWellFormed()), base64.replace(/=+$/, "")];
}

function patternOf(value: string): string {
  const literal = value.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  return value.length < SHORT_LENGTH
    ? `(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`
    : literal;
}

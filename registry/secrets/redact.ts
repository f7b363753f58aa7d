import { MASK } from "./mask.ts";
import { spellingsOf } from "./spellings.ts";

/** Shorter values are redacted only where they stand alone: "1" would shred every number of a log. */
const SHORT_LENGTH = 4;
/** Nothing that a person wrote is deeper. */
const MAX_DEPTH = 16;
/** Each log line is redacted, and values change rarely. */
const PATTERNS_KEPT = 8;

/** HTML writes quotes in many ways, or as they are. */
const QUOTES: Readonly<Record<string, string>> = {
  "'": "(?:'|&#0*39;|&#[xX]0*27;|&apos;|%27)",
  '"': '(?:"|&#0*34;|&#[xX]0*22;|&quot;)',
};

/** By the texts that they find, newest last. */
const patterns = new Map<string, RegExp>();

/**
 * Replaces every occurrence of the values in a text by `***`: as they are, as JSON, URLs, HTML, base64 and hexadecimal digits write
 * them, and line by line. Of lists and mappings the leaves count; booleans, null and the empty string are no secrets.
 */
export function redact(text: string, values: Iterable<unknown>): string {
  const texts = new Set<string>();
  for (const value of values) collect(value, texts, 0);
  return texts.size === 0 ? text : text.replace(patternOf(texts), MASK);
}

function collect(value: unknown, into: Set<string>, depth: number): void {
  if (typeof value === "string") {
    if (value.trim() !== "") into.add(value);
  } else if (typeof value === "number" || typeof value === "bigint") into.add(String(value));
  else if (typeof value === "object" && value !== null && depth < MAX_DEPTH) {
    for (const item of Object.values(value)) collect(item, into, depth + 1);
  }
}

function patternOf(texts: ReadonlySet<string>): RegExp {
  const key = JSON.stringify([...texts]);
  const pattern = patterns.get(key) ?? makePattern(texts);
  patterns.delete(key);
  patterns.set(key, pattern);
  const [oldest] = patterns.keys();
  if (patterns.size > PATTERNS_KEPT && oldest !== undefined) patterns.delete(oldest);
  return pattern;
}

function makePattern(texts: ReadonlySet<string>): RegExp {
  // The longest first: a secret that contains another one must not be cut into recognisable pieces.
  const spellings = [...new Set([...texts].flatMap(spellingsOf))];
  const longestFirst = spellings.toSorted((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map(toPattern).join("|"), "gu");
}

function toPattern(spelling: string): string {
  const literal = spelling
    .replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
    .replace(/['"]/g, (quote) => QUOTES[quote] ?? quote)
    .replace(/%[\dA-F]{2}/g, (escape) => `%${escape.slice(1).replace(/[A-F]/g, eitherCase)}`);
  return spelling.length < SHORT_LENGTH
    ? `(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`
    : literal;
}

function eitherCase(letter: string): string {
  return `[${letter}${letter.toLowerCase()}]`;
}

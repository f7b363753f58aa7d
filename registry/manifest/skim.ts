import { CORE_SCHEMA, load, YAMLException } from "js-yaml";
import type { ManifestEntry } from "../../schemas/index.ts";
import type { Grain } from "./layout.ts";
import { isRecord } from "./read-data.ts";
import { readPlain } from "./read-plain.ts";
import { suggestKey } from "./suggest-key.ts";
import { validateEntry } from "./validate.ts";

/** What a first look at a piece can tell: that it is one entry, and nothing is wrong with it. */
export interface Skimmed {
  readonly raw: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly entry: ManifestEntry;
}

/**
 * Anchors, aliases, tags, merge and explicit keys, tabs, odd line breaks and control characters: what two parsers may
 * understand differently, or what needs the other pieces.
 */
const NEEDS_A_CLOSE_LOOK =
  // oxlint-disable-next-line no-control-regex
  /[\t\uFEFF\u0085\u2028\u2029]|\r(?!\n)|[\0-\x08\v\f\x0E-\x1F\x7F-\x9F]|(?:^|[\s,:[{])(?:[&*!%@`]|<<|\?(?=\s|$))/;

/**
 * Reads a piece without knowing where in it everything stands, which takes a tenth of the time, and for what is as
 * plain as can be a hundredth. Null when anything is out of the ordinary: then the parser of all YAML has the say.
 */
export function skim(text: string, kind: Grain["kind"]): Skimmed | null {
  if (NEEDS_A_CLOSE_LOOK.test(text)) return null;
  const data = readPlain(text) ?? loadOrNull(text);
  const raw = kind === "list" ? onlyItem(data) : onlyMember(data);
  if (!isRecord(raw) || !hasPlainKeys(raw) || suggestsKey(raw)) return null;
  const validation = validateEntry(raw);
  if (validation.kind === "invalid") return null;
  const { entry } = validation;
  return { raw, name: entry.name, entry };
}

function loadOrNull(text: string): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA });
  } catch (error) {
    // Whatever it is, the other parser finds it too, and knows where it stands.
    if (error instanceof YAMLException || error instanceof RangeError) return null;
    throw error;
  }
}

function onlyItem(list: unknown): unknown {
  return Array.isArray(list) && list.length === 1 ? (list[0] as unknown) : null;
}

function onlyMember(mapping: unknown): unknown {
  if (!isRecord(mapping)) return null;
  const [first, second] = Object.entries(mapping);
  if (!first || second || !isPlainKey(first[0]) || !isRecord(first[1])) return null;
  return { name: first[0], ...first[1] };
}

/** Keys that look like numbers and the like are written in more ways than one. */
function hasPlainKeys(data: unknown): boolean {
  if (Array.isArray(data)) return data.every(hasPlainKeys);
  if (!isRecord(data)) return true;
  return Object.entries(data).every(([key, value]) => isPlainKey(key) && hasPlainKeys(value));
}

function isPlainKey(key: string): boolean {
  return /^[A-Za-z]/.test(key) && !/^(?:true|false|null)$/i.test(key);
}

function suggestsKey(raw: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(raw).some((key) => suggestKey(key, raw) !== null);
}

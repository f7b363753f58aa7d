import {
  manifestEntrySchema,
  MANIFEST_ENTRY_KEYS,
  pluginKindSchema,
  type ManifestEntry,
} from "../../schemas/index.ts";
import { nearest } from "../base/nearest.ts";
import { MANIFEST_CODES } from "./codes.ts";
import { adviceOnModule, expectation, nameOfKind } from "./wording.ts";

/** One way in which an entry breaks its schema, without a place yet. */
export interface Violation {
  readonly code: string;
  readonly message: string;
  /** Down to the value at fault; empty for the entry as a whole. */
  readonly path: readonly (string | number)[];
  /** What is wrong is that there is nothing at `path`. */
  readonly isAbsence: boolean;
  readonly data?: Readonly<Record<string, unknown>>;
}

export type Validation =
  | { readonly kind: "valid"; readonly entry: ManifestEntry }
  | { readonly kind: "invalid"; readonly violations: readonly Violation[] };

/** Checks one entry against the schema, and words what is wrong for its author. */
export function validateEntry(raw: unknown): Validation {
  const checked = manifestEntrySchema.safeParse(raw);
  if (checked.success) return { kind: "valid", entry: checked.data };
  const violations: Violation[] = [];
  const reported = new Set<string>();
  for (const issue of checked.error.issues) {
    const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
    const key = JSON.stringify(path);
    if (reported.has(key)) continue;
    reported.add(key);
    violations.push(violation(raw, path));
  }
  return { kind: "invalid", violations };
}

function violation(raw: unknown, path: readonly (string | number)[]): Violation {
  const [field] = path;
  if (field === undefined) return entryIsNoMapping(raw);
  const name = String(field);
  const value = valueAt(raw, path);
  if (value === undefined && path.length === 1) return missingField(name);
  if (name === "module" && typeof value === "string") return malformedModule(value);
  return wrongType(name, value, path);
}

function entryIsNoMapping(raw: unknown): Violation {
  const message = `An entry is a mapping with at least \`name\` and \`module\`, but here is ${nameOfKind(raw)}.`;
  return { code: MANIFEST_CODES.wrongType, message, path: [], isAbsence: raw === null };
}

function missingField(field: string): Violation {
  const message = `\`${field}\` is missing: add ${expectation(field)}.`;
  return { code: MANIFEST_CODES.missingField, message, path: [], isAbsence: true, data: { field } };
}

function malformedModule(reference: string): Violation {
  const message = `${adviceOnModule(reference)} A module reference is written \`path:ClassName\`, e.g. \`./plugins/ticket.ts:Ticket\`.`;
  return {
    code: MANIFEST_CODES.malformedModule,
    message,
    path: ["module"],
    isAbsence: false,
    data: { field: "module" },
  };
}

function wrongType(field: string, value: unknown, path: readonly (string | number)[]): Violation {
  const what = path.length > 1 ? `An item of \`${field}\`` : `\`${field}\``;
  const expected = path.length > 1 ? expectation(`${field}[]`) : expectation(field);
  const message = `${what} must be ${expected}, but is ${nameOfKind(value)}.`;
  const isAbsence = value === null || value === undefined;
  const isKind = field === "kind" && typeof value === "string";
  const suggestion = isKind ? nearest(value, pluginKindSchema.options) : null;
  const data = { field, ...(suggestion && { suggestion }) };
  const advice = suggestion ? ` Did you mean \`${suggestion}\`?` : "";
  return { code: MANIFEST_CODES.wrongType, message: message + advice, path, isAbsence, data };
}

function valueAt(raw: unknown, path: readonly (string | number)[]): unknown {
  let value: unknown = raw;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** The keys that an entry may have, as plain strings. */
export const KNOWN_KEYS: readonly string[] = MANIFEST_ENTRY_KEYS;

import { nearest } from "../base/nearest.ts";
import { isRecord } from "../base/record.ts";
import type { JsonSchema } from "../modules/types.ts";
import { alternativesOf, membersOf, schemaAt, wordSchema } from "./config-schema.ts";

/** One way in which a value breaks a schema. Names types and keys; never a value. */
export interface ConfigViolation {
  /** Down to the value at fault. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** The key itself is at fault, not its value. */
  readonly isAboutKey?: boolean;
  /** A member of that name has to be there. */
  readonly missing?: string;
  readonly suggestion?: string | null;
}

/** Everything in which `value` breaks `schema`, as far as the schema was readable. */
export function validateConfig(
  value: unknown,
  schema: JsonSchema,
  path: readonly (string | number)[] = [],
): readonly ConfigViolation[] {
  if (schema.allOf) return schema.allOf.flatMap((part) => validateConfig(value, part, path));
  if (schema.anyOf) {
    const failures = alternativesOf(schema).map((each) => validateConfig(value, each, path));
    if (failures.some((violations) => violations.length === 0)) return [];
    // A key that is only suspected of being misspelt breaks no alternative.
    const suspicions = failures.find((violations) => violations.every((each) => each.isAboutKey));
    if (suspicions) return suspicions;
    // One alternative of the right shape is the one that was meant.
    const deepest = failures.find((violations) =>
      violations.every((each) => each.path.length > path.length),
    );
    return deepest ?? [{ path, message: `must be ${wordSchema(schema)}` }];
  }
  const wrong = wrongKind(value, schema);
  if (wrong) return [{ path, message: wrong }];
  if (isRecord(value)) return validateMembers(value, schema, path);
  if (Array.isArray(value) && schema.items) {
    const { items } = schema;
    return value.flatMap((each, index) => validateConfig(each, items, [...path, index]));
  }
  return [];
}

function wrongKind(value: unknown, schema: JsonSchema): string | null {
  if (schema.enum && !schema.enum.includes(value)) return `must be ${wordSchema(schema)}`;
  if (schema.const !== undefined && value !== schema.const) return `must be ${wordSchema(schema)}`;
  if (schema.lenient && isSpeltOut(value, schema.type)) return null;
  if (schema.type && !isOfType(value, schema.type)) return `must be ${wordSchema(schema)}`;
  if (typeof value === "number") return wrongNumber(value, schema);
  const [size, unit] = sizeOf(value);
  if (size === null) return null;
  const least = unit === "items" ? schema.minItems : schema.minLength;
  const most = unit === "items" ? schema.maxItems : schema.maxLength;
  if (least !== undefined && size < least) return `must have at least ${least} ${unit}`;
  return most !== undefined && size > most ? `must have at most ${most} ${unit}` : null;
}

function wrongNumber(
  value: number,
  { minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema,
): string | null {
  if (minimum !== undefined && value < minimum) return `must be at least ${minimum}`;
  if (maximum !== undefined && value > maximum) return `must be at most ${maximum}`;
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) {
    return `must be more than ${exclusiveMinimum}`;
  }
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) {
    return `must be less than ${exclusiveMaximum}`;
  }
  return null;
}

function sizeOf(value: unknown): readonly [number | null, "items" | "characters"] {
  if (Array.isArray(value)) return [value.length, "items"];
  return [typeof value === "string" ? value.length : null, "characters"];
}

function isOfType(value: unknown, type: NonNullable<JsonSchema["type"]>): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isRecord(value);
    case "integer":
      return Number.isInteger(value);
    case "string":
    case "number":
    case "boolean":
      return typeof value === type;
  }
}

/** Texts, and numbers for truth, that Pydantic converts. Source: its "Conversion Table". */
function isSpeltOut(value: unknown, type: JsonSchema["type"]): boolean {
  if (type === "boolean") {
    return /^(?:0|1|off|f|false|n|no|on|t|true|y|yes)$/i.test(String(value));
  }
  return typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
}

function validateMembers(
  value: Readonly<Record<string, unknown>>,
  schema: JsonSchema,
  path: readonly (string | number)[],
): readonly ConfigViolation[] {
  const members = membersOf(schema);
  const names = members.map(({ name }) => name);
  const missing = members.filter(
    ({ name, isRequired }) => isRequired && !Object.hasOwn(value, name),
  );
  const absent = names.filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.map(({ name, schema: member }) => ({
      path,
      message: `lacks ${name} (${wordSchema(member)})`,
      missing: name,
    })),
    ...Object.entries(value).flatMap(([name, member]) => {
      const memberSchema = schemaAt(schema, [name]);
      if (memberSchema) return validateConfig(member, memberSchema, [...path, name]);
      const suggestion = nearest(name, absent);
      const isRefused = schema.additionalProperties === false;
      if (names.includes(name) || (!isRefused && !suggestion)) return [];
      const advice = suggestion ? `: did you mean ${suggestion}?` : "";
      const message = `is not a setting of this plugin${advice}`;
      return [{ path: [...path, name], message, isAboutKey: true, suggestion }];
    }),
  ];
}

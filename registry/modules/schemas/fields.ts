import type { JsonSchema } from "../types.ts";

/** A schema with what only its place in an object says. */
export interface Field {
  readonly schema: JsonSchema;
  readonly isOptional: boolean;
}

/** What cannot be read allows anything, and is optional: nothing is claimed about it. */
export const ANYTHING: Field = { schema: {}, isOptional: true };

export function required(schema: JsonSchema): Field {
  return { schema, isOptional: false };
}

export function withDescription({ schema, isOptional }: Field, description: string): Field {
  return { schema: { ...schema, description }, isOptional };
}

export function withDefault({ schema }: Field, value: unknown): Field {
  return { schema: value === undefined ? schema : { ...schema, default: value }, isOptional: true };
}

export function nullable({ schema, isOptional }: Field): Field {
  if (allowsAnything(schema)) return { schema, isOptional };
  const { description, default: fallback, ...rest } = schema;
  return {
    schema: {
      ...(description !== undefined && { description }),
      ...(fallback !== undefined && { default: fallback }),
      anyOf: [rest, { type: "null" }],
    },
    isOptional,
  };
}

/** One alternative that allows anything makes the whole allow anything. */
export function union(fields: readonly Field[]): Field {
  const isOptional = fields.some((field) => field.isOptional);
  const isOpen = fields.some(({ schema }) => allowsAnything(schema));
  return { schema: isOpen ? {} : { anyOf: fields.map(({ schema }) => schema) }, isOptional };
}

function allowsAnything(schema: JsonSchema): boolean {
  return Object.keys(schema).every((key) => key === "description" || key === "default");
}

export function strict({ schema, isOptional }: Field): Field {
  return schema.properties
    ? { schema: { ...schema, additionalProperties: false }, isOptional }
    : { schema, isOptional };
}

export function loose({ schema, isOptional }: Field): Field {
  const { additionalProperties: _closed, ...rest } = schema;
  return { schema: rest, isOptional };
}

/** The fields of `more` win. */
export function extend({ schema, isOptional }: Field, { schema: more }: Field): Field {
  const replaced = more.properties ?? {};
  const kept = (schema.required ?? []).filter((name) => !Object.hasOwn(replaced, name));
  const names = [...kept, ...(more.required ?? [])];
  const { required: _before, ...rest } = schema;
  return {
    schema: {
      ...rest,
      type: "object",
      properties: { ...schema.properties, ...replaced },
      ...(names.length > 0 && { required: names }),
    },
    isOptional,
  };
}

export function partial({ schema, isOptional }: Field): Field {
  const { required: _all, ...rest } = schema;
  return { schema: rest, isOptional };
}

export function integer({ schema, isOptional }: Field): Field {
  return schema.type === "number"
    ? { schema: { ...schema, type: "integer" }, isOptional }
    : { schema, isOptional };
}

const LOWER = new Set(["min", "gte", "nonnegative"]);
const UPPER = new Set(["max", "lte"]);

/** `.min(1)` bounds a number, the length of a text or of a list, whichever it is called on. */
export function bounded(field: Field, method: string, limit: unknown): Field {
  const { schema, isOptional } = field;
  const by =
    method === "nonempty" ? 1 : (limit ?? (/^(?:positive|nonnegative)$/.test(method) ? 0 : null));
  if (typeof by !== "number") return field;

  const isLower = LOWER.has(method) || method === "nonempty" || method === "length";
  const isUpper = UPPER.has(method) || method === "length";
  if (schema.type === "number" || schema.type === "integer") {
    return { schema: { ...schema, ...numberBound(method, by) }, isOptional };
  }
  if (schema.type !== "string" && schema.type !== "array") return field;
  const [least, most] =
    schema.type === "string"
      ? (["minLength", "maxLength"] as const)
      : (["minItems", "maxItems"] as const);
  return {
    schema: { ...schema, ...(isLower && { [least]: by }), ...(isUpper && { [most]: by }) },
    isOptional,
  };
}

function numberBound(method: string, by: number): JsonSchema {
  if (LOWER.has(method)) return { minimum: by };
  if (UPPER.has(method)) return { maximum: by };
  if (method === "gt" || method === "positive") return { exclusiveMinimum: by };
  return method === "lt" ? { exclusiveMaximum: by } : {};
}

import { isRecord } from "../../base/record.ts";
import type { JsonSchema } from "../types.ts";

/** A document refers to its parts in circles, and multiplies them: beyond these bounds anything is allowed. */
const MAX_DEPTH = 24;
const MAX_PARTS = 5_000;

/**
 * Takes what is understood of a JSON Schema, with its local references followed. Every keyword that is not understood is
 * left out, so a value that the answer refuses is refused by the whole schema too. Null for what is no schema.
 */
export function readJsonSchema(document: unknown): JsonSchema | null {
  if (!isRecord(document)) return null;
  const schema = new SchemaReader(document).read(document, 0);
  return Object.keys(schema).length === 0 ? null : schema;
}

type Keywords = Readonly<Record<string, unknown>>;

const TYPES = new Set(["string", "number", "integer", "boolean", "array", "object", "null"]);
const LIMITS = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
] as const;

class SchemaReader {
  readonly #document: Keywords;
  #parts = 0;

  constructor(document: Keywords) {
    this.#document = document;
  }

  read(written: unknown, depth: number): JsonSchema {
    this.#parts += 1;
    if (!isRecord(written) || depth > MAX_DEPTH || this.#parts > MAX_PARTS) return {};
    const { description, title, default: standard } = written;
    const told = typeof description === "string" ? description : title;
    return {
      ...this.#rules(written, depth),
      ...(typeof told === "string" && { description: told }),
      ...(standard !== undefined && { default: standard }),
    };
  }

  /** One set of rules stays as it is; several have to be kept all. */
  #rules(written: Keywords, depth: number): JsonSchema {
    const { $ref, anyOf, oneOf, allOf } = written;
    const parts = [
      this.#plain(written, depth),
      typeof $ref === "string" ? this.read(this.#target($ref), depth + 1) : {},
      ...[anyOf, oneOf].map((each) => this.#alternatives(each, depth)),
      ...(Array.isArray(allOf) ? allOf.map((part) => this.read(part, depth + 1)) : []),
    ].filter((part) => Object.keys(part).length > 0);
    const [only = {}] = parts;
    return parts.length > 1 ? { allOf: parts } : only;
  }

  #alternatives(written: unknown, depth: number): JsonSchema {
    if (!Array.isArray(written) || written.length === 0) return {};
    const anyOf = written.map((each) => this.read(each, depth + 1));
    return anyOf.some(allowsAnything) ? {} : { anyOf };
  }

  #plain(written: Keywords, depth: number): JsonSchema {
    const { type, enum: values, const: value } = written;
    const limits = LIMITS.flatMap((name) => {
      const limit = written[name];
      return typeof limit === "number" ? [[name, limit] as const] : [];
    });
    const rules: JsonSchema = {
      ...(Array.isArray(values) && values.every(isScalar) && { enum: values }),
      ...(value !== undefined && isScalar(value) && { const: value }),
      ...Object.fromEntries(limits),
      ...this.#members(written, depth),
      ...(isRecord(written["items"]) && { items: this.read(written["items"], depth + 1) }),
    };
    const types = (Array.isArray(type) ? type : [type]).filter(isType);
    const [only] = types;
    if (only !== undefined && types.length === 1) return { type: only, ...rules };
    return types.length === 0 ? rules : { anyOf: types.map((each) => ({ type: each, ...rules })) };
  }

  #members(written: Keywords, depth: number): JsonSchema {
    const { properties, required, additionalProperties: more, patternProperties } = written;
    const names = Array.isArray(required)
      ? required.filter((name) => typeof name === "string")
      : [];
    const isOpen = more === undefined || more === true || patternProperties !== undefined;
    return {
      ...(isRecord(properties) && {
        properties: Object.fromEntries(
          Object.entries(properties).map(([name, member]) => [name, this.read(member, depth + 1)]),
        ),
      }),
      ...(names.length > 0 && { required: names }),
      ...(!isOpen && { additionalProperties: more === false ? false : this.read(more, depth + 1) }),
    };
  }

  /** `#` and `#/$defs/Channel`; references to another document, and to an `$anchor`, are not followed. */
  #target(reference: string): unknown {
    const steps = stepsOf(reference);
    return steps?.reduce<unknown>(
      (node, part) => (isRecord(node) && Object.hasOwn(node, part) ? node[part] : undefined),
      this.#document,
    );
  }
}

/** Where a JSON pointer leads within a document, step by step; null for a reference that is none. */
function stepsOf(reference: string): readonly string[] | null {
  if (reference !== "#" && !reference.startsWith("#/")) return null;
  try {
    const [, ...steps] = decodeURIComponent(reference).split("/");
    return steps.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  } catch {
    return null; // A `%` that encodes nothing.
  }
}

function isType(type: unknown): type is NonNullable<JsonSchema["type"]> {
  return typeof type === "string" && TYPES.has(type);
}

const isScalar = (value: unknown): boolean => typeof value !== "object" || value === null;

function allowsAnything(schema: JsonSchema): boolean {
  return Object.keys(schema).every((key) => key === "description" || key === "default");
}

import type { Node } from "web-tree-sitter";
import { partsOf } from "../nodes.ts";
import {
  ANYTHING,
  bounded,
  extend,
  integer,
  loose,
  nullable,
  partial,
  required,
  strict,
  union,
  withDefault,
  withDescription,
  type Field,
} from "../schemas/fields.ts";
import { readJsonSchema } from "../schemas/json-schema.ts";
import type { JsonSchema } from "../types.ts";
import { Budget, plainOf, textOf } from "../value.ts";
import { argumentsOf, keyOf, unwrap, type ScriptConstants } from "./literals.ts";

/**
 * Describes a zod expression, or a JSON Schema that is written out, by what its text says. Every part that cannot be read
 * allows anything, so a value that the description refuses is refused by the schema too. Null when nothing at all can be
 * said.
 */
export function schemaOf(
  expression: Node,
  constants: ScriptConstants,
  zodNames: ReadonlySet<string>,
): JsonSchema | null {
  const { schema } = new ZodReader(constants, zodNames).read(expression);
  if (Object.keys(schema).length > 0) return schema;
  return readJsonSchema(plainOf(constants.valueOf(expression)));
}

class ZodReader {
  readonly #constants: ScriptConstants;
  /** Local names that are bound to zod, usually `z`. */
  readonly #zodNames: ReadonlySet<string>;
  readonly #budget = new Budget();

  constructor(constants: ScriptConstants, zodNames: ReadonlySet<string>) {
    this.#constants = constants;
    this.#zodNames = zodNames;
  }

  read(node: Node): Field {
    return this.#budget.spend(() => this.#read(node), ANYTHING);
  }

  #read(node: Node): Field {
    if (node.hasError) return ANYTHING;
    if (node.type === "identifier") {
      const expression = this.#constants.expressionOf(node.text);
      return expression ? this.read(expression) : ANYTHING;
    }
    const inner = unwrap(node);
    if (inner) return this.read(inner);
    if (node.type !== "call_expression") return ANYTHING;

    const callee = node.childForFieldName("function");
    const object = callee?.childForFieldName("object");
    const method = callee?.childForFieldName("property")?.text;
    if (callee?.type !== "member_expression" || !object || !method) return ANYTHING;

    const args = argumentsOf(node);
    if (this.#zodNames.has(object.text)) return this.#construct(method, args);
    return this.#refine(this.read(object), method, args);
  }

  /** `z.string()`, `z.object({ … })` … */
  #construct(name: string, args: readonly Node[]): Field {
    const [first, second] = args;
    switch (name) {
      case "string":
      case "email":
      case "url":
      case "uuid":
        return required({ type: "string" });
      case "number":
        return required({ type: "number" });
      case "int":
        return required({ type: "integer" });
      case "boolean":
        return required({ type: "boolean" });
      case "null":
        return required({ type: "null" });
      case "array":
        return required({ type: "array", ...(first && { items: this.read(first).schema }) });
      case "tuple":
        return required({ type: "array" });
      case "object":
      case "looseObject":
        return first ? this.#object(first, undefined) : required({ type: "object" });
      case "strictObject":
        return first ? this.#object(first, false) : required({ type: "object" });
      case "record":
        return required({
          type: "object",
          ...(second && { additionalProperties: this.read(second).schema }),
        });
      case "enum":
        return this.#enum(first);
      case "literal":
        return this.#literal(first);
      case "union":
      case "discriminatedUnion":
        return this.#union(name === "union" ? first : second);
      case "optional":
        return first ? { ...this.read(first), isOptional: true } : ANYTHING;
      case "nullable":
        return first ? nullable(this.read(first)) : ANYTHING;
      case "fromJSONSchema":
        return this.#fromJsonSchema(first);
      default:
        return ANYTHING;
    }
  }

  #object(shape: Node, additionalProperties: boolean | undefined): Field {
    if (shape.type !== "object") return required({ type: "object" });
    const properties: [string, JsonSchema][] = [];
    const mandatory: string[] = [];
    let isComplete = true;
    for (const item of partsOf(shape)) {
      const key = item.childForFieldName("key");
      const value = item.childForFieldName("value");
      const isShorthand = item.type === "shorthand_property_identifier";
      const name = isShorthand ? item.text : key && keyOf(key);
      if (name === null || (!isShorthand && !value)) {
        isComplete = false; // A spread, or a computed key: there may be more.
        continue;
      }
      const field = isShorthand ? this.#constant(item.text) : value ? this.read(value) : ANYTHING;
      properties.push([name, field.schema]);
      if (!field.isOptional) mandatory.push(name);
    }
    return required({
      type: "object",
      properties: Object.fromEntries(properties),
      ...(mandatory.length > 0 && { required: mandatory }),
      ...(additionalProperties === false && isComplete && { additionalProperties }),
    });
  }

  #constant(name: string): Field {
    const expression = this.#constants.expressionOf(name);
    return expression ? this.read(expression) : ANYTHING;
  }

  #enum(values: Node | undefined): Field {
    const value = values ? this.#constants.valueOf(values) : null;
    const plain = value ? plainOf(value) : undefined;
    if (Array.isArray(plain)) return required({ enum: plain });
    return typeof plain === "object" && plain !== null
      ? required({ enum: Object.values(plain) })
      : ANYTHING;
  }

  #literal(values: Node | undefined): Field {
    const plain = values ? plainOf(this.#constants.valueOf(values)) : undefined;
    if (plain === undefined) return ANYTHING;
    return required(Array.isArray(plain) ? { enum: plain } : { const: plain });
  }

  #fromJsonSchema(written: Node | undefined): Field {
    const schema = written && readJsonSchema(plainOf(this.#constants.valueOf(written)));
    return schema ? required(schema) : ANYTHING;
  }

  #union(options: Node | undefined): Field {
    if (options?.type !== "array") return ANYTHING;
    const fields = partsOf(options).map((option) => this.read(option));
    return fields.length === 0 ? ANYTHING : union(fields);
  }

  /** `.optional()`, `.default(…)`, `.min(…)` … A method that is not known changes what is allowed in unknown ways. */
  #refine(field: Field, method: string, args: readonly Node[]): Field {
    const [first] = args;
    const plain = first ? plainOf(this.#constants.valueOf(first)) : undefined;
    const { schema } = field;
    switch (method) {
      case "optional":
      case "exactOptional":
        return { ...field, isOptional: true };
      case "default":
      case "prefault":
        return withDefault(field, plain);
      case "nullable":
        return nullable(field);
      case "nullish":
        return { ...nullable(field), isOptional: true };
      case "describe":
        return typeof plain === "string" ? withDescription(field, plain) : field;
      case "meta":
        return this.#meta(field, first);
      case "array":
        return required({ type: "array", items: schema });
      case "or":
        return first ? union([field, this.read(first)]) : ANYTHING;
      case "and":
        return first ? required({ allOf: [schema, this.read(first).schema] }) : ANYTHING;
      case "strict":
        return strict(field);
      case "extend":
      case "safeExtend":
        return first ? extend(field, this.#object(first, undefined)) : field;
      case "partial":
        return args.length === 0 ? partial(field) : ANYTHING;
      case "int":
        return integer(field);
      case "min":
      case "max":
      case "length":
      case "nonempty":
      case "positive":
      case "nonnegative":
      case "gt":
      case "gte":
      case "lt":
      case "lte":
        return bounded(field, method, plain);
      case "loose":
      case "passthrough":
      case "strip":
        return loose(field);
      // These narrow what is allowed, or work on what was allowed already.
      case "refine":
      case "superRefine":
      case "check":
      case "transform":
      case "pipe":
      case "brand":
      case "readonly":
      case "regex":
      case "email":
      case "url":
      case "uuid":
      case "startsWith":
      case "endsWith":
      case "includes":
      case "trim":
      case "toLowerCase":
      case "toUpperCase":
      case "finite":
      case "multipleOf":
        return field;
      default:
        return ANYTHING;
    }
  }

  #meta(field: Field, argument: Node | undefined): Field {
    const value = argument ? this.#constants.valueOf(argument) : null;
    const entry = value?.kind === "mapping" ? value.entries.get("description") : undefined;
    const description = entry ? textOf(entry) : null;
    return description === null ? field : withDescription(field, description);
  }
}

import type { Node } from "web-tree-sitter";
import { partsOf } from "../nodes.ts";
import { ANYTHING, nullable, required, union, type Field } from "../schemas/fields.ts";
import type { JsonSchema } from "../types.ts";
import { plainOf, type Value } from "../value.ts";

/** What the names in an annotation mean where it stands. */
export interface TypeScope {
  /** Of a model or an enum; null for any other name. */
  schemaNamed(name: string): JsonSchema | null;
  valueOf(node: Node): Value;
  /** What `Field(…)` in an `Annotated[…]` adds. */
  constrain(field: Field, call: Node): Field;
}

/** Types without arguments, as Pydantic checks them. */
const SIMPLE: ReadonlyMap<string, JsonSchema> = new Map<string, JsonSchema>([
  ["str", { type: "string" }],
  ["int", { type: "integer", lenient: true }],
  ["float", { type: "number", lenient: true }],
  ["bool", { type: "boolean", lenient: true }],
  ["None", { type: "null" }],
  ["dict", { type: "object" }],
  ["list", { type: "array" }],
  ["set", { type: "array" }],
  ["tuple", { type: "array" }],
  ["SecretStr", { type: "string" }],
  ["EmailStr", { type: "string" }],
  ["HttpUrl", { type: "string" }],
  ["AnyUrl", { type: "string" }],
  ["AnyHttpUrl", { type: "string" }],
  ["PositiveInt", { type: "integer", exclusiveMinimum: 0, lenient: true }],
  ["NonNegativeInt", { type: "integer", minimum: 0, lenient: true }],
  ["PositiveFloat", { type: "number", exclusiveMinimum: 0, lenient: true }],
  ["NonNegativeFloat", { type: "number", minimum: 0, lenient: true }],
]);
const LISTS = new Set(["list", "List", "set", "Set", "frozenset", "Sequence", "Iterable"]);
const MAPPINGS = new Set(["dict", "Dict", "Mapping", "MutableMapping"]);

/** What may stand in a field of a type. A type that is not known allows anything. */
export function fieldOfType(type: Node, scope: TypeScope): Field {
  const [inner] = type.type === "type" ? partsOf(type) : [type];
  if (!inner || inner.hasError) return ANYTHING;
  switch (inner.type) {
    case "identifier":
    case "attribute":
    case "none":
      return named(inner.text, scope);
    case "string": {
      // `"Channel"`: a name that is declared later.
      const name = plainOf(scope.valueOf(inner));
      return typeof name === "string" ? named(name, scope) : ANYTHING;
    }
    case "binary_operator":
    case "union_type":
      return alternatives(partsOf(inner), scope);
    case "generic_type":
    case "subscript":
      return generic(inner, scope);
    default:
      return ANYTHING;
  }
}

function named(written: string, scope: TypeScope): Field {
  const name = written.replace(/^(?:typing|t|pydantic)\./, "");
  const schema = SIMPLE.get(name) ?? scope.schemaNamed(name);
  return schema && Object.keys(schema).length > 0
    ? required(schema)
    : { schema: {}, isOptional: false };
}

function alternatives(types: readonly Node[], scope: TypeScope): Field {
  const fields = types.map((type) => fieldOfType(type, scope));
  const values = fields.filter(({ schema }) => schema.type !== "null");
  const [only] = values;
  const joined = only && values.length === 1 ? only : union(values);
  return values.length < fields.length
    ? orNone(joined)
    : { schema: joined.schema, isOptional: false };
}

/** Pydantic 1 takes such a field for optional, Pydantic 2 does not: it is never called missing. */
function orNone({ schema }: Field): Field {
  return nullable({ schema, isOptional: true });
}

function generic(node: Node, scope: TypeScope): Field {
  const [base, ...rest] = partsOf(node);
  const name = base?.text.replace(/^(?:typing|t|collections\.abc)\./, "") ?? "";
  const args = rest.flatMap((each) => (each.type === "type_parameter" ? partsOf(each) : [each]));
  const [first, second] = args;
  if (!first) return ANYTHING;
  if (name === "Optional") return orNone(fieldOfType(first, scope));
  if (name === "Union") return alternatives(args, scope);
  if (name === "Literal") return literal(args, scope);
  if (name === "Annotated") return annotated(first, args.slice(1), scope);
  if (LISTS.has(name)) {
    return required({ type: "array", items: fieldOfType(first, scope).schema });
  }
  if (MAPPINGS.has(name)) {
    const values = second ? fieldOfType(second, scope).schema : {};
    return required({ type: "object", additionalProperties: values });
  }
  return name === "tuple" || name === "Tuple" ? required({ type: "array" }) : ANYTHING;
}

function literal(args: readonly Node[], scope: TypeScope): Field {
  const values = args.map((each) => plainOf(scope.valueOf(contentOf(each))));
  return values.includes(undefined) ? ANYTHING : required({ enum: values });
}

function annotated(type: Node, metadata: readonly Node[], scope: TypeScope): Field {
  return metadata
    .map(contentOf)
    .filter(({ type: kind }) => kind === "call")
    .reduce((field, call) => scope.constrain(field, call), fieldOfType(type, scope));
}

/** What stands in a `type` node. */
const contentOf = (node: Node): Node => (node.type === "type" ? (partsOf(node)[0] ?? node) : node);

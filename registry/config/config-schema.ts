import type { JsonSchema } from "../modules/types.ts";

/** The schema of the value at a path of `config`, as far as the schema tells; null: anything may stand there. */
export function schemaAt(
  schema: JsonSchema | null,
  path: readonly (string | number)[],
): JsonSchema | null {
  let current: JsonSchema | null = schema;
  for (const step of path) {
    if (!current) return null;
    current =
      typeof step === "number" ? (objectPart(current).items ?? null) : memberOf(current, step);
  }
  return current;
}

/** What may stand at a place: each alternative of `anyOf` on its own. */
export function alternativesOf(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf ? schema.anyOf.flatMap(alternativesOf) : [schema];
}

/** The alternative that has members or items, with what `allOf` adds. */
function objectPart(schema: JsonSchema): JsonSchema {
  const [structured = schema] = alternativesOf(schema).filter(
    ({ properties, items, allOf }) => properties ?? items ?? allOf,
  );
  return (structured.allOf ?? []).reduce<JsonSchema>(
    (merged, part) => ({
      ...merged,
      ...part,
      properties: { ...merged.properties, ...objectPart(part).properties },
      required: [...(merged.required ?? []), ...(part.required ?? [])],
    }),
    structured,
  );
}

/** The named members of an object schema, with whether each must be there. */
export function membersOf(
  schema: JsonSchema,
): readonly { readonly name: string; readonly schema: JsonSchema; readonly isRequired: boolean }[] {
  const { properties = {}, required = [] } = objectPart(schema);
  return Object.entries(properties).map(([name, member]) => ({
    name,
    schema: member,
    isRequired: required.includes(name),
  }));
}

function memberOf(schema: JsonSchema, name: string): JsonSchema | null {
  const { properties = {}, additionalProperties } = objectPart(schema);
  if (Object.hasOwn(properties, name)) return properties[name] ?? null;
  return typeof additionalProperties === "object" ? additionalProperties : null;
}

/** `string`, `"a" | "b"`, `number[]`: a schema in a few words. */
export function wordSchema(schema: JsonSchema): string {
  if (schema.anyOf) return alternativesOf(schema).map(wordSchema).join(" | ");
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === "array") return `${schema.items ? wordSchema(schema.items) : "any"}[]`;
  return schema.type ?? "any";
}

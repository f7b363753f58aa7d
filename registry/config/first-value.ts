import type { JsonSchema } from "../modules/types.ts";

/** The default, else the simplest value of the type: something to be replaced. */
export function firstValueOf(schema: JsonSchema): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.allOf ?? [];
  if (first) return firstValueOf(first);
  switch (schema.type) {
    case "number":
    case "integer":
      return schema.minimum ?? 0;
    case "boolean":
      return false;
    case "array":
      return [];
    case "object":
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [
          name,
          firstValueOf(schema.properties?.[name] ?? {}),
        ]),
      );
    case "null":
      return null;
    case "string":
    case undefined:
    default:
      return "";
  }
}

import type { HookSpec } from "../sdk/index.ts";

/**
 * What a spec promises, as a text that is the same for specs that promise the same: whoever compares reads nothing of how they are
 * written. Null when its schema cannot be told as JSON Schema. Runs code of the schema's library, and throws what that throws.
 */
export function shapeOf({ payload, firstResult = false }: HookSpec): string | null {
  if (!payload) return canonical({ firstResult });
  // What a schema's library says beyond validating is optional: the type of specs asks for the validating part only.
  const { jsonSchema } = (payload as unknown as { "~standard": StandardJson })["~standard"];
  if (typeof jsonSchema?.input !== "function") return null;
  return canonical({ firstResult, payload: jsonSchema.input({ target: "draft-2020-12" }) });
}

/** Of Standard JSON Schema; schemas of libraries that do not follow it have none. */
interface StandardJson {
  readonly jsonSchema?: { readonly input?: (options: { readonly target: string }) => unknown };
}

/** The order of keys says nothing, nor does that of names in a list. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (Array.isArray(part)) {
      return part.every((one) => typeof one === "string") ? part.toSorted() : part;
    }
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

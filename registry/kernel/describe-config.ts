import * as z from "zod";
import type { ConfigSchemas } from "../../schemas/index.ts";
import { isJsonSchema } from "./json-schema.ts";
import type { PluginCalls } from "./plugin-calls.ts";
import type { PluginSlot } from "./slot.ts";

/**
 * What the classes say about their `config`, as JSON Schema, by the module that entries name. A class whose schema cannot be
 * described is left out.
 */
export function describeConfigs(calls: PluginCalls, slots: readonly PluginSlot[]): ConfigSchemas {
  const described = slots.flatMap(({ number, item, facts }) => {
    const configSchema = facts?.configSchema;
    if (item.kind !== "valid" || !(isZod(configSchema) || isJsonSchema(configSchema))) return [];
    // A schema is its author's code: it may have getters, and parts that are made when they are asked for.
    const outcome = calls.attempt(number, () => jsonSchemaOf(configSchema));
    return outcome.kind === "returned" ? [[item.entry.module, outcome.value] as const] : [];
  });
  return Object.fromEntries(described);
}

/** Describes what may be written in the manifest, not what a transform makes of it. */
function jsonSchemaOf(
  schema: z.ZodType | Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  // It goes to other processes: what is no data in it stays behind.
  if (!isZod(schema))
    return z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(schema)));
  const { "~standard": _, ...described } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
  });
  return { ...described };
}

/** Made by this copy of zod or by another: every copy of version 4 describes its schemas in the same way. */
function isZod(schema: unknown): schema is z.ZodType {
  return typeof schema === "object" && schema !== null && "_zod" in schema;
}

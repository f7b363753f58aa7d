import * as z from "zod";
import { manifestSchema } from "./manifest.ts";
import { pluginRecordSchema } from "./plugin-status.ts";

/**
 * The JSON Schemas that ship with Patchbay, by file name in `schemas/generated/`: the manifest for other editors and
 * validators, the plugin record for clients of the operator API. They describe what is read or sent, so a lenient
 * boolean is shown with all its spellings.
 */
export function generateJsonSchemas(): Readonly<Record<string, object>> {
  return {
    "manifest.schema.json": titled("Patchbay manifest (plugins.yaml)", manifestSchema, "input"),
    "plugin-record.schema.json": titled("Patchbay plugin record", pluginRecordSchema, "output"),
  };
}

function titled(title: string, schema: z.ZodType, io: "input" | "output"): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, target: "draft-7" });
  return { $schema, title, ...rest };
}

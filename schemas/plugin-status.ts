import * as z from "zod";
import { problemSchema } from "./problem.ts";
import { secretStatusSchema } from "./secrets.ts";
import { hookLatencySchema, hookSampleSchema, hookStatsSchema } from "./telemetry.ts";

/**
 * One plugin as Agent PM's operator API shows it, field for field and in this order (`GET /plugins`).
 * `config` is masked.
 */
export const pluginRecordSchema = z.object({
  /** From the manifest; `invalid_plugin_<k>` for the k-th invalid entry that has none. */
  name: z.string(),
  description: z.string().nullable(),
  hooks: z.array(z.string()),
  config: z.record(z.string(), z.unknown()),
  enabled: z.boolean(),
  /** Instantiated and enabled. */
  active: z.boolean(),
  hook_stats: z.record(z.string(), hookStatsSchema),
  /** Oldest first. */
  hook_history: z.record(z.string(), z.array(hookSampleSchema)),
  errors: z.array(z.string()),
  /** The entry breaks the schema, or its class could not be instantiated. */
  invalid: z.boolean(),
  secrets: z.object({ required: z.array(z.string()), missing: z.array(z.string()) }),
});
export type PluginRecord = z.infer<typeof pluginRecordSchema>;

/** A record without its history, which is large and asked for one hook at a time. */
export const pluginSummarySchema = pluginRecordSchema.omit({ hook_history: true });
export type PluginSummary = z.infer<typeof pluginSummarySchema>;

/**
 * - `active`: instantiated and enabled.
 * - `disabled`: instantiated, and not enabled.
 * - `failed`: the entry is valid, but its module could not be loaded or its class not constructed.
 * - `invalid`: the entry breaks the manifest's schema; nothing of it was loaded.
 * - `quarantined`: it hung, exited or flooded, and was stopped until somebody reloads or enables it.
 * - `unloaded`: nothing has tried to load it (no runtime for its language yet).
 */
export const pluginStateSchema = z.enum([
  "active",
  "disabled",
  "failed",
  "invalid",
  "quarantined",
  "unloaded",
]);
export type PluginState = z.infer<typeof pluginStateSchema>;

/** Everything that the editor shows about one plugin. */
export const pluginStatusSchema = z.object({
  summary: pluginSummarySchema,
  state: pluginStateSchema,
  /** Zero-based position in the manifest: the identity of entries that share a name. */
  position: z.int().nonnegative(),
  /** The module reference as written; null when the entry has none. */
  module: z.string().nullable(),
  /** Absolute path of the file that holds the class, once resolved. */
  sourceFile: z.string().nullable(),
  /** How many times the plugin's code has been loaded; 0 when never. */
  generation: z.int().nonnegative(),
  /** Why it is not active, what it threw when it was enabled, or why its last reload was rolled back. Empty when all is well. */
  problems: z.array(problemSchema),
  /** Whether what runs is older than its source, which was refused. Absent: it is not. */
  isOutdated: z.boolean().optional(),
  secrets: z.array(secretStatusSchema),
  latency: z.record(z.string(), hookLatencySchema),
  routes: z.array(z.object({ method: z.string(), path: z.string() })),
});
export type PluginStatus = z.infer<typeof pluginStatusSchema>;

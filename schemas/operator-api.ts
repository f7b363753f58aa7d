import * as z from "zod";
import {
  fireReportSchema,
  liveSampleSchema,
  logLineSchema,
  reloadReportSchema,
} from "./host-protocol.ts";
import { pluginRecordSchema, pluginStateSchema, pluginStatusSchema } from "./plugin-status.ts";
import { problemSchema } from "./problem.ts";
import { hookSampleSchema } from "./telemetry.ts";

/**
 * The HTTP operator API. What Agent PM has is the same here, field for field; the rest is Patchbay's own.
 * A body may have keys that are not named here: they are ignored, as Agent PM does.
 */

/** How an error is told: RFC 9457, `application/problem+json`. `detail` is also what Agent PM's clients read. */
export const problemDetailsSchema = z.object({
  /** `urn:patchbay:problem:<code>`. */
  type: z.string(),
  /** Worded for people; the same for every problem with this code. */
  title: z.string(),
  status: z.int().min(400).max(599),
  /** What is wrong this time, and what to do about it. */
  detail: z.string(),
  /** Stable: `plugin/not-found`, `auth/missing-key` … */
  code: z.string(),
  /** Every single thing that is wrong, where there may be several. */
  errors: z
    .array(z.object({ path: z.string(), message: z.string(), code: z.string().optional() }))
    .optional(),
});
export type ProblemDetails = z.infer<typeof problemDetailsSchema>;

export const pluginNameParamsSchema = z.object({
  name: z.string().min(1).describe("Its name in the manifest."),
});
export const hookNameParamsSchema = z.object({
  hook: z.string().min(1).max(200).describe("The hook, such as `post_plan`."),
});

/** How a plugin is now: the errors of its record are the last ones, also of code that is gone. */
export const pluginConditionSchema = z.object({
  name: z.string(),
  state: pluginStateSchema,
  /** What is wrong now, in words. */
  problems: z.array(z.string()),
});
export type PluginCondition = z.infer<typeof pluginConditionSchema>;
export const pluginListQuerySchema = z.object({
  conditions: z.literal("true").optional().describe("`true`: how each plugin is now, too."),
});
export const pluginListSchema = z.object({
  plugins: z.array(pluginRecordSchema),
  conditions: z.array(pluginConditionSchema).optional(),
});
export const pluginAnswerSchema = z.object({ plugin: pluginRecordSchema });
export const pluginDetailSchema = z.object({
  plugin: pluginRecordSchema,
  /** What Agent PM does not show: state, module, generation, problems, where each secret was found, routes. */
  status: pluginStatusSchema.omit({ summary: true }),
});
export type PluginDetail = z.infer<typeof pluginDetailSchema>;

/** How an installed package announces a plugin. A failure to look into it leaves only `error` beside the names. */
export const entryPointSchema = z.object({
  entry_point: z.string(),
  module: z.string(),
  /** An entry of the manifest has exactly this module. */
  configured: z.boolean(),
  distribution: z.string().optional(),
  plugin_name: z.string().optional(),
  description: z.string().nullable().optional(),
  hooks: z.array(z.string()).optional(),
  error: z.string().optional(),
});
export type EntryPointRecord = z.infer<typeof entryPointSchema>;
export const discoveryAnswerSchema = z.object({ entry_points: z.array(entryPointSchema) });

const configSchema = z.record(z.string(), z.unknown());

/** Replaces the whole config. A value `***` below `secrets` keeps what is stored. */
export const configUpdateSchema = z.object({
  config: configSchema.describe(
    "The whole config. A value `***` below `secrets` keeps what is stored.",
  ),
});

/** A JSON merge patch (RFC 7396) of the config: null removes a key. A value `***` below `secrets` keeps what is stored. */
export const configPatchSchema = configSchema;

export const installRequestSchema = z
  .object({
    module: z
      .string()
      .min(1)
      .nullish()
      .describe("A module reference, `path:ClassName`. Wins over `entry_point`."),
    entry_point: z
      .string()
      .min(1)
      .nullish()
      .describe("The name of an entry point that `GET /plugins/discover` lists."),
    name: z
      .string()
      .min(1)
      .nullish()
      .describe(
        "Its name in the manifest. Default: what the class declares, else its own in lower case.",
      ),
    enabled: z.boolean().default(false).describe("Whether it is enabled at once."),
    config: configSchema.nullish().describe("What it starts with, checked by the class."),
    description: z.string().nullish().describe("For people. Default: what the class declares."),
  })
  .refine(({ module, entry_point }) => Boolean(module) || Boolean(entry_point), {
    message: "Say which plugin: `module` (path:ClassName) or `entry_point`.",
    path: ["module"],
  });
export type InstallRequest = z.infer<typeof installRequestSchema>;

/** How an installation would change the manifest. */
export const installPreviewSchema = z.object({
  /** The plugin's name. */
  name: z.string(),
  /** A hunk of `diff -u`. Values of secrets are masked. */
  diff: z.string(),
  missing_secrets: z.array(z.string()),
});
export type InstallPreview = z.infer<typeof installPreviewSchema>;

export const uninstallAnswerSchema = z.object({ removed: z.string() });

export const hookHistorySchema = z.object({
  plugin: z.string(),
  /** Oldest first, at most 100 for each hook. */
  history: z.record(z.string(), z.array(hookSampleSchema)),
});
export const historyQuerySchema = z.object({
  hook: z.string().min(1).optional().describe("Only this hook's calls."),
});

/** Fires a hook and waits for every handler. */
export const hookCallSchema = z.object({
  payload: z.record(z.string(), z.unknown()).default({}).describe("The hook's named arguments."),
  source: z
    .string()
    .optional()
    .describe("A plugin that is not called, as if it had emitted the event."),
});
export const hookAnswerSchema = fireReportSchema;

export const readinessSchema = z.object({
  ready: z.boolean(),
  plugins: z.object({
    total: z.int().nonnegative(),
    active: z.int().nonnegative(),
    failed: z.int().nonnegative(),
  }),
  problems: z.array(problemSchema),
});

/**
 * What `GET /events` sends, by the name of the event. `snapshot` comes first, and again whenever events were missed that are not
 * kept any more; after it only what changed.
 */
export const operatorEventSchemas = {
  snapshot: z.object({
    plugins: z.array(pluginStatusSchema),
    manifestProblems: z.array(problemSchema),
  }),
  plugin: pluginStatusSchema,
  removed: z.object({ plugin: z.string() }),
  manifest: z.object({ problems: z.array(problemSchema) }),
  samples: z.array(liveSampleSchema),
  logs: z.array(logLineSchema),
  reloads: z.array(reloadReportSchema),
};
export type OperatorEventName = keyof typeof operatorEventSchemas;

/** One line for every change that was asked for over the API. Secrets are masked. */
export const auditRecordSchema = z.object({
  at: z.string(),
  /** Whose key it was; `anonymous` where no key is needed. */
  who: z.enum(["operator", "user", "anonymous"]),
  /** Address of the client. */
  from: z.string(),
  request: z.string(),
  action: z.enum(["enable", "disable", "configure", "install", "uninstall", "reload", "fire"]),
  /** Null: all of them. */
  plugin: z.string().nullable(),
  outcome: z.string(),
  /** The entry of the manifest; null where there is none, or where it plays no part. */
  before: configSchema.nullable(),
  after: configSchema.nullable(),
});
export type AuditRecord = z.infer<typeof auditRecordSchema>;

import { z } from "zod";
import { moduleReferenceSchema } from "./module-reference.ts";
import { pluginKindSchema } from "./plugin-kind.ts";

const YES = new Set(["true", "yes", "on", "t", "y", "1"]);
const NO = new Set(["false", "no", "off", "f", "n", "0"]);

/** Agent PM's lenient boolean: true/false, yes/no, on/off, t/f, y/n, 1/0 as string or number, any letter case. */
export const lenientBooleanSchema = z
  .union([z.boolean(), z.string(), z.number()])
  .transform((value, context) => {
    const word = String(value).toLowerCase();
    if (YES.has(word)) return true;
    if (NO.has(word)) return false;
    context.addIssue({ code: "custom", message: "expected true or false" });
    return z.NEVER;
  });

/**
 * One entry of `plugins.yaml`, in the list form. Unknown keys are kept: other tools may own them.
 * Source: Agent PM, `docs/plugins.md` ("Configuration Manifest").
 */
export const manifestEntrySchema = z.looseObject({
  name: z.string().min(1).describe("Unique name of the plugin, shown everywhere it is named."),
  module: moduleReferenceSchema.describe(
    "Where the plugin's class is: `path:ClassName`. The path is dotted, relative to the manifest, or a package.",
  ),
  enabled: lenientBooleanSchema
    .default(true)
    .describe("Whether the plugin is active when the manifest is loaded. Default: true."),
  description: z
    .string()
    .nullish()
    .describe("A summary for people. Default: the class's own description."),
  hooks: z
    .array(z.string())
    .nullish()
    .describe("The hooks this plugin is called for. Default: the hooks that its class declares."),
  config: z
    .record(z.string(), z.unknown())
    .nullish()
    .describe("The plugin's own settings. `config.secrets` supplies or redirects its secrets."),
  kind: pluginKindSchema
    .optional()
    .describe("The extension point that the plugin serves, if it registers factories."),
  version: z
    .string()
    .optional()
    .describe("The versions that are accepted, as a semver range such as `^1.2.0`. Default: any."),
});
export type ManifestEntry = z.infer<typeof manifestEntrySchema>;

/** The keys that an entry may have, in the order in which they are written. */
export const MANIFEST_ENTRY_KEYS = Object.keys(
  manifestEntrySchema.shape,
) as readonly (keyof typeof manifestEntrySchema.shape)[];

/** How one secret is overridden in `config.secrets`: a literal, `{ value }`, or `{ env }`. */
export const secretOverrideSchema = z.union([
  z.looseObject({ value: z.unknown() }),
  z.looseObject({ env: z.string() }),
  z.unknown(),
]);

/** An edit of the manifest that Patchbay makes for its user. Only the nodes concerned change. */
export const manifestChangeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("set-enabled"), plugin: z.string(), enabled: z.boolean() }),
  z.object({
    kind: z.literal("set-config"),
    plugin: z.string(),
    config: z.record(z.string(), z.unknown()),
  }),
  z.object({ kind: z.literal("add-entry"), entry: z.record(z.string(), z.unknown()) }),
  z.object({ kind: z.literal("remove-entry"), plugin: z.string() }),
]);
export type ManifestChange = z.infer<typeof manifestChangeSchema>;

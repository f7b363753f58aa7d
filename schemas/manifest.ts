import * as z from "zod";
import { moduleReferenceSchema } from "./module-reference.ts";
import { pluginKindSchema } from "./plugin-kind.ts";

const YES = ["true", "yes", "on", "t", "y", "1"];
const NO = ["false", "no", "off", "f", "n", "0"];

/** The words in any letter case. Without a flag, because JSON Schema has none for patterns. */
const BOOLEAN_WORD = new RegExp(
  `^(?:${[...YES, ...NO].map((word) => word.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)).join("|")})$`,
);

/** Agent PM's lenient boolean: true/false, yes/no, on/off, t/f, y/n, 1/0 as string or number, any letter case. */
export const lenientBooleanSchema = z
  .union([z.boolean(), z.literal([0, 1]), z.string().regex(BOOLEAN_WORD)])
  .transform((value) => YES.includes(String(value).toLowerCase()));

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

/** The body of an entry in the mapping form, where the key is the name unless the body has one. */
const mappedEntrySchema = manifestEntrySchema.partial({ name: true });

/** A whole `plugins.yaml`: a list of entries, a mapping from names to entries, or nothing yet. */
export const manifestSchema = z
  .union([z.array(manifestEntrySchema), z.record(z.string(), mappedEntrySchema), z.null()])
  .describe("The plugins of a service, in the order in which their hooks are called.");

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

/** Where a folder's manifest is when no setting says so, in the order in which it is looked for. */
export const USUAL_MANIFESTS = [
  "config/plugins.yaml",
  "plugins.yaml",
  "config/plugins.yml",
  "plugins.yml",
] as const;

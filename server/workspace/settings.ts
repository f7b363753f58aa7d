import * as z from "zod";

/** What a diagnostic's severity may be set to; `off` drops it. */
export const SEVERITY_SETTINGS = ["error", "warning", "information", "hint", "off"] as const;
export type SeveritySetting = (typeof SEVERITY_SETTINGS)[number];

const settingsSchema = z.object({
  /** The manifest of a folder, relative to it; null: the usual places. */
  manifest: z.string().min(1).nullable().catch(null),
  /** Globs of further manifests, relative to the workspace folder. */
  manifestPatterns: z.array(z.string()).catch([]),
  /** More folders in which dotted module references are looked up. */
  sourceRoots: z.array(z.string()).catch([]),
  /** Whether manifests are formatted when the editor asks for it. */
  format: z.object({ enable: z.boolean().catch(true) }).catch({ enable: true }),
  diagnostics: z
    .object({
      severity: z
        .record(z.string(), z.enum(SEVERITY_SETTINGS).optional().catch(undefined))
        .catch({}),
    })
    .catch({ severity: {} }),
});

/** The section `patchbay` of the editor's settings, as far as the server is concerned. */
export type Settings = z.infer<typeof settingsSchema>;

/** Takes what is usable and replaces the rest by the defaults: a wrong setting never costs a feature. */
export function readSettings(value: unknown): Settings {
  const given = typeof value === "object" && value !== null ? value : {};
  return settingsSchema.parse({ diagnostics: {}, format: {}, ...given });
}

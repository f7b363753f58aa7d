/** Diagnostics for those who have no editor. */
export { DIAGNOSTIC_CODES } from "../diagnostics/index.ts";
export type { Mend } from "../fixes/index.ts";
export { ManifestChecker, type CheckedManifest, type CheckerOptions } from "./check-manifest.ts";

export { applyEdits, changeManifest } from "./change-manifest.ts";
export type { ChangeOutcome } from "./change-manifest.ts";
export type { ManifestPlace } from "./find-manifest.ts";
export { ManifestTracker } from "./manifest-tracker.ts";

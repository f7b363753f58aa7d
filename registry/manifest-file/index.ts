/** Changes of the manifest's file outside an editor: atomic, one writer at a time, nothing lost. */
export { ManifestFile } from "./manifest-file.ts";
export type { ManifestText, ManifestWrite } from "./types.ts";

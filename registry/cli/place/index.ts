/** Which manifest a command is about. */
export { findManifest, type ManifestPlace } from "./manifest-place.ts";

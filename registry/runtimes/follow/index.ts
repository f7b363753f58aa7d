/** Keeps what runs in step with the files that it is made of: manifest, sources and secrets. */
export type { FollowedRuntime } from "./followed-runtime.ts";
export { FolderWatcher, type FolderWatcherOptions } from "./folder-watcher.ts";
export { ManifestFollower, type ManifestFollowerOptions } from "./manifest-follower.ts";
export { readTextOf } from "./saved-texts.ts";
export { HALF_WRITTEN_MS } from "./source-follower.ts";

/** Plugins in the process of a Node service: no host, no worker. */
export { HotReloadWatcher, type HotReloadWatcherOptions } from "./hot-reload-watcher.ts";
export { openManifest, type OpenManifestOptions, type PluginPlatform } from "./open-manifest.ts";

import type { PluginLog } from "../sdk/index.ts";
import type { ModuleLoader } from "./types.ts";

/** What plugins write where nobody wants to know. */
export const SILENT: PluginLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Of a registry of factories alone. */
export const NO_LOADER: ModuleLoader = {
  load: (reference) =>
    Promise.reject(new Error(`the registry was made without a loader for ${reference}`)),
};

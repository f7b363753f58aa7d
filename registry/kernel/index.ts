/** The registry of plugins: lifecycle, reload, hooks and telemetry. Knows nothing of files, threads or editors. */
export { PluginRegistry } from "./registry.ts";
export type {
  CallMarker,
  Clock,
  DeadlineOptions,
  FireOptions,
  KernelItem,
  LoadOptions,
  LoadOutcome,
  ModuleLoader,
  ReconcileReport,
  RegistryOptions,
  StackReader,
  ToggleOutcome,
} from "./types.ts";

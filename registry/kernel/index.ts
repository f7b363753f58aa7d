/** The registry of plugins: lifecycle, reload, hooks and telemetry. Knows nothing of files, threads or editors. */
export { PluginRegistry } from "./registry.ts";
export { matchPath } from "./routes.ts";
export type { RouteLookup, RouteOutcome } from "./routes.ts";
export type {
  CallMarker,
  CallObservation,
  Clock,
  DeadlineOptions,
  FireObservation,
  FireObserver,
  FireOptions,
  KernelItem,
  LeftOutPlugin,
  LoadOptions,
  LoadOutcome,
  ModuleLoader,
  ReconcileReport,
  RegistryOptions,
  SaidOfItself,
  StackReader,
  TelemetryMode,
  ToggleOutcome,
} from "./types.ts";
export {
  NameTakenError,
  normalizePluginName,
  PluginNotFoundError,
  PluginRegistrationError,
  type ContributionOutcome,
  type ContributorRegistry,
  type EntryPoint,
  type EntryPointReport,
  type FactoryRegistration,
  type PluginFactory,
  type PluginHealthStatus,
  type PluginLifecycle,
  type PluginSpec,
  type StagedSpec,
} from "./specs/index.ts";

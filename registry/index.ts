/**
 * What `import … from "patchbay"` gives a Node service: the registry to embed, and what plugins extend. See `openManifest` for the
 * plugins of a manifest, `HotReloadWatcher` for a directory of plugin files, and `PluginRegistry` for everything else.
 */
export {
  NameTakenError,
  normalizePluginName,
  PluginNotFoundError,
  PluginRegistrationError,
  PluginRegistry,
} from "./kernel/index.ts";
export type {
  CallMarker,
  CallObservation,
  Clock,
  ContributorRegistry,
  DeadlineOptions,
  EntryPoint,
  EntryPointReport,
  FactoryRegistration,
  FireObservation,
  FireObserver,
  FireOptions,
  KernelItem,
  LoadOptions,
  LoadOutcome,
  ModuleLoader,
  PluginFactory,
  PluginHealthStatus,
  PluginLifecycle,
  PluginSpec,
  ReconcileReport,
  RegistryOptions,
  RouteLookup,
  RouteOutcome,
  StackReader,
  TelemetryMode,
  ToggleOutcome,
} from "./kernel/index.ts";
export { openTelemetry } from "./otel/index.ts";
export type { OpenTelemetryApi, OpenTelemetryOptions } from "./otel/index.ts";
export { HotReloadWatcher, openManifest } from "./runtimes/inline/index.ts";
export type {
  HotReloadWatcherOptions,
  OpenManifestOptions,
  PluginPlatform,
} from "./runtimes/inline/index.ts";
export type { PluginFileChange } from "./runtimes/directory/index.ts";
export {
  backoffMs,
  Cooldowns,
  PluginBase,
  PluginKind,
  policyClock,
  RateLimiter,
  retry,
  Router,
  withFallback,
} from "./sdk/index.ts";
export type {
  AlignmentEvent,
  Availability,
  BackoffOptions,
  ConfigSchema,
  CooldownOptions,
  FailureKind,
  FallbackOptions,
  FallbackOutcome,
  Feedback,
  HookCall,
  HookOptions,
  HookOutcome,
  HookPayloads,
  HookResult,
  HookResults,
  HookSpec,
  HookWrapper,
  Idea,
  Miss,
  Plan,
  PluginClass,
  PluginContext,
  PluginLog,
  PolicyClock,
  RateLimiterOptions,
  RateLimitOutcome,
  RetryOptions,
  RetryOutcome,
  Route,
  RouteCall,
  RouteHandler,
  RouteOptions,
  WrappedOutcomes,
} from "./sdk/index.ts";

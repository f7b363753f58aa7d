/**
 * What `import … from "patchbay"` gives a Node service: the registry to embed, and what plugins extend.
 *
 * ```ts
 * const registry = new PluginRegistry({
 *   loader: {
 *     load: async (reference) => {
 *       const [file] = reference.split(":");
 *       return { kind: "loaded", exports: await import(file), file };
 *     },
 *   },
 * });
 * await registry.load([
 *   { kind: "valid", position: 0, entry: { name: "ticket", module: "./ticket.js:Ticket", enabled: true } },
 * ]);
 * const { payload, outcomes } = await registry.fireAndWait("post_plan", { plan, context });
 * ```
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
  Clock,
  ContributorRegistry,
  DeadlineOptions,
  EntryPoint,
  EntryPointReport,
  FactoryRegistration,
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
  ToggleOutcome,
} from "./kernel/index.ts";
export { PluginBase, Router } from "./sdk/index.ts";
export type {
  AlignmentEvent,
  Feedback,
  HookCall,
  HookPayloads,
  Idea,
  Plan,
  PluginClass,
  PluginContext,
  PluginLog,
  Route,
  RouteCall,
  RouteHandler,
  RouteOptions,
} from "./sdk/index.ts";

/** Typed extension points: specs, factories, contributors and the health of what they made. */
export { NameTakenError, PluginNotFoundError, PluginRegistrationError } from "./errors.ts";
export type { PluginHealthStatus, PluginLifecycle } from "./health.ts";
export {
  normalizePluginName,
  type ContributorRegistry,
  type FactoryRegistration,
  type PluginFactory,
  type PluginSpec,
} from "./plugin-spec.ts";
export type { StagedSpec } from "./contributors.ts";
export type { ContributionOutcome, EntryPoint, EntryPointReport } from "./spec-registry.ts";

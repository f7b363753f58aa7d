/** What a TypeScript or JavaScript plugin imports: `import { PluginBase } from "patchbay"`. */
export type {
  AlignmentEvent,
  DeclaredResult,
  Feedback,
  HookCall,
  HookPayloads,
  HookResult,
  HookResults,
  Idea,
  Plan,
} from "./hooks.ts";
export type {
  HookOptions,
  HookOutcome,
  HookSpec,
  HookWrapper,
  StandardSchema,
  WrappedOutcomes,
} from "./hook-options.ts";
export { isPluginClass, PluginBase } from "./plugin-base.ts";
export type { ConfigSchema, PluginClass, PluginContext, PluginLog } from "./plugin-base.ts";
export { PluginKind } from "./plugin-kind.ts";
export { isRouter, Router } from "./router.ts";
export type { Route, RouteCall, RouteHandler, RouteOptions } from "./router.ts";
export {
  backoffMs,
  Cooldowns,
  policyClock,
  RateLimiter,
  retry,
  withFallback,
} from "./policies/index.ts";
export type {
  Availability,
  BackoffOptions,
  CooldownOptions,
  FailureKind,
  FallbackOptions,
  FallbackOutcome,
  Miss,
  PolicyClock,
  RateLimiterOptions,
  RateLimitOutcome,
  RetryOptions,
  RetryOutcome,
} from "./policies/index.ts";

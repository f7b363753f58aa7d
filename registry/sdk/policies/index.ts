/** What is done when a provider fails or is asked too much: try again, ask another, leave it alone for a while. */
export { policyClock, type PolicyClock } from "./clock.ts";
export { Cooldowns, type Availability, type CooldownOptions } from "./cooldowns.ts";
export {
  withFallback,
  type FailureKind,
  type FallbackOptions,
  type FallbackOutcome,
  type Miss,
} from "./fallback.ts";
export { RateLimiter, type RateLimiterOptions, type RateLimitOutcome } from "./rate-limiter.ts";
export {
  backoffMs,
  retry,
  type BackoffOptions,
  type RetryOptions,
  type RetryOutcome,
} from "./retry.ts";

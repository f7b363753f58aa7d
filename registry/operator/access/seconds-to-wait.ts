import type { RateLimiter } from "../../sdk/index.ts";

/** Takes one from a client's budget. 0 when there was one, else the whole seconds after which there is, as `Retry-After` has them. */
export function secondsToWait(limiter: RateLimiter, client: string): number {
  const outcome = limiter.take(client);
  return outcome.kind === "allowed" ? 0 : Math.ceil(outcome.retryAfterMs / 1_000);
}

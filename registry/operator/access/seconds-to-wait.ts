import type { RateLimiter } from "../../sdk/index.ts";

/** Takes one request from a client's budget. Answers 0 when one was left, else how many whole seconds to wait, for `Retry-After`. */
export function secondsToWait(limiter: RateLimiter, client: string): number {
  const outcome = limiter.take(client);
  return outcome.kind === "allowed" ? 0 : Math.ceil(outcome.retryAfterMs / 1_000);
}

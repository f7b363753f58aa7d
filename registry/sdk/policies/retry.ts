import { policyClock, type PolicyClock } from "./clock.ts";

/** How long to wait between attempts: longer after each, up to a bound. */
export interface BackoffOptions {
  /** Before the second attempt. Default: 250. */
  readonly firstMs?: number;
  /** How much longer each wait is than the one before. Default: 2. */
  readonly factor?: number;
  /** No wait is longer. Default: 10 s. */
  readonly maxMs?: number;
  /** The part of each wait that is left to chance, from 0 to 1, so that clients that failed together come back apart. Default: 0.5. */
  readonly jitter?: number;
}

export interface RetryOptions extends BackoffOptions {
  /** Attempts in all. Default: 3. */
  readonly attempts?: number;
  /** Whether another attempt may help. Default: always. */
  readonly isRetryable?: (error: unknown) => boolean;
  /** The one who waits gives up: no further attempt is made. */
  readonly signal?: AbortSignal;
  readonly clock?: PolicyClock;
  /** From 0 to 1, as `Math.random`, which is the default. */
  readonly random?: () => number;
}

/** What came of attempts. */
export type RetryOutcome<Value> =
  | { readonly kind: "succeeded"; readonly value: Value; readonly attempts: number }
  /** The last attempt failed with `error`. */
  | { readonly kind: "failed"; readonly error: unknown; readonly attempts: number }
  | { readonly kind: "cancelled"; readonly attempts: number };

/** How long to wait after so many attempts, in ms. `random` is from 0 to 1. */
export function backoffMs(attempts: number, options: BackoffOptions, random: number): number {
  const { firstMs = 250, factor = 2, maxMs = 10_000, jitter = 0.5 } = options;
  const longest = Math.min(maxMs, firstMs * factor ** (attempts - 1));
  return longest * (1 - jitter * random);
}

/**
 * Tries until it succeeds, for so many times. Never rejects.
 *
 * ```ts
 * const outcome = await retry((attempt) => client.ask(prompt), {
 *   attempts: 4,
 *   isRetryable: (error) => error instanceof TypeError, // the network, as `fetch` reports it
 *   signal,
 * });
 * if (outcome.kind === "failed") this.log.warn(`gave up after ${outcome.attempts}`, outcome.error);
 * ```
 */
export async function retry<Value>(
  work: (attempt: number) => Promise<Value> | Value,
  options: RetryOptions = {},
): Promise<RetryOutcome<Value>> {
  const { attempts = 3, isRetryable = () => true, signal } = options;
  const { clock = policyClock, random = Math.random } = options;
  for (let attempt = 1; ; attempt += 1) {
    if (signal?.aborted) return { kind: "cancelled", attempts: attempt - 1 };
    try {
      return { kind: "succeeded", value: await work(attempt), attempts: attempt };
    } catch (error) {
      if (attempt >= attempts || !isRetryable(error)) {
        return { kind: "failed", error, attempts: attempt };
      }
    }
    try {
      await clock.wait(backoffMs(attempt, options, random()), signal);
    } catch {
      // Only the signal ends a wait: the loop sees it.
      return { kind: "cancelled", attempts: attempt };
    }
  }
}

import { policyClock, type PolicyClock } from "./clock.ts";

export interface RateLimiterOptions {
  /** How many may come at once. */
  readonly capacity: number;
  /** How many may come in the long run. */
  readonly perSecond: number;
  readonly clock?: Pick<PolicyClock, "now">;
}

export type RateLimitOutcome =
  | { readonly kind: "allowed" }
  /** Too many: after this time one more is allowed. */
  | { readonly kind: "limited"; readonly retryAfterMs: number };

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** Buckets are looked through for full ones once there are so many more of them. */
const SWEEP_EVERY = 1_000;

/**
 * A token bucket for each key. Keys that were not heard of for a while cost nothing.
 *
 * ```ts
 * const limiter = new RateLimiter({ capacity: 20, perSecond: 2 });
 * const outcome = limiter.take(clientId);
 * if (outcome.kind === "limited") return tooManyRequests(outcome.retryAfterMs);
 * ```
 */
export class RateLimiter {
  readonly #options: RateLimiterOptions;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();
  #sweepAt = SWEEP_EVERY;

  constructor(options: RateLimiterOptions) {
    this.#options = options;
    this.#now = options.clock?.now ?? policyClock.now;
  }

  /** Takes one, if one is left. */
  take(key: string): RateLimitOutcome {
    const now = this.#now();
    const tokens = this.#tokens(key, now);
    if (tokens < 1) {
      // Rounded up: who comes back then finds a whole one.
      return {
        kind: "limited",
        retryAfterMs: Math.ceil(((1 - tokens) / this.#options.perSecond) * 1_000),
      };
    }
    this.#buckets.set(key, { tokens: tokens - 1, at: now });
    if (this.#buckets.size > this.#sweepAt) this.#sweep(now);
    return { kind: "allowed" };
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  #tokens(key: string, now: number): number {
    const { capacity, perSecond } = this.#options;
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return capacity;
    return Math.min(capacity, bucket.tokens + ((now - bucket.at) / 1_000) * perSecond);
  }

  #sweep(now: number): void {
    for (const key of this.#buckets.keys()) {
      if (this.#tokens(key, now) >= this.#options.capacity) this.#buckets.delete(key);
    }
    this.#sweepAt = this.#buckets.size + SWEEP_EVERY;
  }
}

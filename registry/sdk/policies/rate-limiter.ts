import { policyClock, type PolicyClock } from "./clock.ts";

export interface RateLimiterOptions {
  /** How many may come at once. */
  readonly capacity: number;
  /** How many may come in the long run. */
  readonly perSecond: number;
  /** How many keys are remembered at most. Who is forgotten begins anew. Default: 10,000. */
  readonly mostKeys?: number;
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

/** More than anybody serves within the time in which a bucket fills, and little memory. */
const MOST_KEYS = 10_000;

/**
 * A token bucket for each key. Keys that were not heard of for a while cost nothing, and however many there are, the memory is
 * bounded: those that have been quiet longest are forgotten first.
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
  /** In the order of their last use. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(options: RateLimiterOptions) {
    const { capacity, perSecond } = options;
    if (!(capacity >= 1)) throw new RangeError("capacity has to be a number from 1 on");
    if (!(perSecond > 0)) throw new RangeError("perSecond has to be a number above 0");
    this.#options = options;
    this.#now = options.clock?.now ?? policyClock.now;
  }

  /** Takes one, if one is left. */
  take(key: string): RateLimitOutcome {
    const now = this.#now();
    const bucket = this.#buckets.get(key) ?? { tokens: this.#options.capacity, at: now };
    const tokens = this.#filled(bucket, now);
    const isAllowed = tokens >= 1;
    this.#buckets.delete(key);
    this.#buckets.set(key, isAllowed ? { tokens: tokens - 1, at: now } : bucket);
    this.#forget(now);
    if (isAllowed) return { kind: "allowed" };
    const missingMs = ((1 - tokens) / this.#options.perSecond) * 1_000;
    // Rounded up: who comes back then finds a whole one.
    return { kind: "limited", retryAfterMs: Math.ceil(missingMs) };
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  #filled({ tokens, at }: Bucket, now: number): number {
    const { capacity, perSecond } = this.#options;
    return Math.min(capacity, tokens + ((now - at) / 1_000) * perSecond);
  }

  /** Those that are full again, and those beyond the bound: from the one that has been quiet longest. */
  #forget(now: number): void {
    const { capacity, mostKeys = MOST_KEYS } = this.#options;
    for (const [key, bucket] of this.#buckets) {
      if (this.#buckets.size <= mostKeys && this.#filled(bucket, now) < capacity) return;
      this.#buckets.delete(key);
    }
  }
}

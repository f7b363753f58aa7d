export interface BucketOptions {
  /** How much may be asked for at once. */
  readonly capacity: number;
  readonly refillPerSecond: number;
}

/** Clients beyond this many are forgotten, the ones that have been quiet longest first. */
const MAX_CLIENTS = 10_000;

interface Bucket {
  tokens: number;
  at: number;
}

/** One token bucket for each client. Source: Agent PM's rate limit; the memory is bounded here. */
export class TokenBuckets {
  readonly #options: BucketOptions;
  readonly #now: () => number;
  /** In the order of their last use. */
  readonly #buckets = new Map<string, Bucket>();

  /** `now` is a monotonic clock, in ms. */
  constructor(options: BucketOptions, now: () => number = () => performance.now()) {
    this.#options = options;
    this.#now = now;
  }

  get size(): number {
    return this.#buckets.size;
  }

  /** Takes a token. 0 when there was one, else the whole seconds after which there is. */
  take(client: string): number {
    const { capacity, refillPerSecond } = this.#options;
    const now = this.#now();
    const { tokens, at } = this.#buckets.get(client) ?? { tokens: capacity, at: now };
    const filled = Math.min(capacity, tokens + ((now - at) / 1_000) * refillPerSecond);
    const isTaken = filled >= 1;
    this.#buckets.delete(client);
    this.#buckets.set(client, { tokens: isTaken ? filled - 1 : filled, at: now });
    if (this.#buckets.size > MAX_CLIENTS) this.#forgetOldest();
    return isTaken ? 0 : Math.max(1, Math.ceil((1 - filled) / refillPerSecond));
  }

  #forgetOldest(): void {
    const { value } = this.#buckets.keys().next();
    if (value !== undefined) this.#buckets.delete(value);
  }
}

import { policyClock, type PolicyClock } from "./clock.ts";

export interface CooldownOptions {
  /** How long a provider is left alone. Default: 1 hour, as Nexus Core has it for rate limits. */
  readonly forMs?: number;
  /** Failures in a row after which it is left alone as if it had limited us. Default: 3. */
  readonly maxFailures?: number;
  readonly clock?: Pick<PolicyClock, "now">;
}

export type Availability =
  | { readonly kind: "available" }
  | {
      readonly kind: "cooling";
      readonly reason: "rate-limited" | "failing";
      readonly remainingMs: number;
    };

interface Standing {
  readonly failures: number;
  readonly cooling: { readonly reason: "rate-limited" | "failing"; readonly until: number } | null;
}

/**
 * Which providers are to be left alone for a while, and for how long. Says what was recorded at once, whatever was said of the
 * provider before.
 */
export class Cooldowns {
  readonly #forMs: number;
  readonly #maxFailures: number;
  readonly #now: () => number;
  readonly #standings = new Map<string, Standing>();

  constructor({ forMs = 3_600_000, maxFailures = 3, clock = policyClock }: CooldownOptions = {}) {
    this.#forMs = forMs;
    this.#maxFailures = maxFailures;
    this.#now = clock.now;
  }

  availability(provider: string): Availability {
    const cooling = this.#standings.get(provider)?.cooling ?? null;
    if (cooling === null) return { kind: "available" };
    const remainingMs = cooling.until - this.#now();
    if (remainingMs > 0) return { kind: "cooling", reason: cooling.reason, remainingMs };
    // It starts anew: what it did before the pause is not held against it.
    this.#standings.delete(provider);
    return { kind: "available" };
  }

  /** The provider said that it is asked too much. `forMs` is what it asked for, if it did. */
  rateLimited(provider: string, forMs: number = this.#forMs): void {
    const until = Math.max(this.#now() + forMs, this.#standings.get(provider)?.cooling?.until ?? 0);
    this.#standings.set(provider, { failures: 0, cooling: { reason: "rate-limited", until } });
  }

  failed(provider: string): void {
    if (this.availability(provider).kind === "cooling") return;
    const failures = (this.#standings.get(provider)?.failures ?? 0) + 1;
    const isTooMany = failures >= this.#maxFailures;
    const until = this.#now() + this.#forMs;
    const cooling = isTooMany ? ({ reason: "failing", until } as const) : null;
    this.#standings.set(provider, { failures, cooling });
  }

  /** It answered: all is forgotten. */
  succeeded(provider: string): void {
    this.#standings.delete(provider);
  }
}

import type { Cooldowns } from "./cooldowns.ts";

/** What a provider's error means for it and for those after it. */
export type FailureKind =
  /** It is asked too much: it is left alone for a while. `forMs` is what it asked for, if it did. */
  | { readonly kind: "rate-limited"; readonly forMs?: number }
  /** It failed; another may do better. */
  | { readonly kind: "failed" }
  /** The request is at fault: no other is asked, and nothing is held against this one. */
  | { readonly kind: "rejected" };

export interface FallbackOptions {
  /** Asked in this order; each once. */
  readonly providers: readonly string[];
  readonly cooldowns: Cooldowns;
  /** Default: every error is a failure of the provider. */
  readonly classify?: (error: unknown, provider: string) => FailureKind;
  /** The one who waits gives up: no further provider is asked. */
  readonly signal?: AbortSignal;
}

/** Why a provider gave no answer. */
export type Miss =
  | { readonly kind: FailureKind["kind"]; readonly provider: string; readonly error: unknown }
  /** It was not asked. */
  | { readonly kind: "cooling"; readonly provider: string; readonly remainingMs: number };

export type FallbackOutcome<Value> =
  | {
      readonly kind: "answered";
      readonly provider: string;
      readonly value: Value;
      /** Those before it. */
      readonly misses: readonly Miss[];
    }
  | {
      readonly kind: "exhausted" | "rejected" | "cancelled";
      readonly misses: readonly Miss[];
    };

/**
 * Asks providers in order until one answers; those that cool down are passed over. Never rejects.
 *
 * ```ts
 * const cooldowns = new Cooldowns({ forMs: 3_600_000 });
 * const outcome = await withFallback((provider) => run(provider, prompt), {
 *   providers: ["copilot", "gemini", "claude"],
 *   cooldowns,
 *   classify: (error) => (isQuota(error) ? { kind: "rate-limited" } : { kind: "failed" }),
 * });
 * if (outcome.kind === "answered") return outcome.value;
 * throw new Error(`Nobody answered: ${outcome.misses.map(({ provider, kind }) => `${provider} ${kind}`).join(", ")}`);
 * ```
 */
export async function withFallback<Value>(
  ask: (provider: string) => Promise<Value> | Value,
  { providers, cooldowns, classify = () => ({ kind: "failed" }), signal }: FallbackOptions,
): Promise<FallbackOutcome<Value>> {
  const misses: Miss[] = [];
  for (const provider of new Set(providers)) {
    if (signal?.aborted) return { kind: "cancelled", misses };
    const availability = cooldowns.availability(provider);
    if (availability.kind === "cooling") {
      misses.push({ kind: "cooling", provider, remainingMs: availability.remainingMs });
      continue;
    }
    try {
      const value = await ask(provider);
      cooldowns.succeeded(provider);
      return { kind: "answered", provider, value, misses };
    } catch (error) {
      const failure = classify(error, provider);
      misses.push({ kind: failure.kind, provider, error });
      if (failure.kind === "rejected") return { kind: "rejected", misses };
      if (failure.kind === "rate-limited") cooldowns.rateLimited(provider, failure.forMs);
      else cooldowns.failed(provider);
    }
  }
  return { kind: signal?.aborted ? "cancelled" : "exhausted", misses };
}

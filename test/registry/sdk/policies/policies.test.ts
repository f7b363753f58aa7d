import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  backoffMs,
  Cooldowns,
  policyClock,
  RateLimiter,
  retry,
  withFallback,
} from "../../../../registry/sdk/policies/index.ts";
import { MovedClock } from "./moved-clock.ts";

function failing(times: number): (attempt: number) => string {
  return (attempt) => {
    if (attempt <= times) throw new Error(`attempt ${attempt}`);
    return "done";
  };
}

function broken(provider: string): never {
  throw new Error(provider);
}

test("what fails twice succeeds on the third attempt, after waits that double", async () => {
  const clock = new MovedClock();
  const outcome = await retry(failing(2), { clock, firstMs: 100, jitter: 0 });
  expect(outcome).toEqual({ kind: "succeeded", value: "done", attempts: 3 });
  expect(clock.waits).toEqual([100, 200]);
});

test("what keeps failing is given up with its last error, and without a wait after it", async () => {
  const clock = new MovedClock();
  const outcome = await retry(failing(9), { clock, attempts: 2 });
  expect(outcome).toMatchObject({ kind: "failed", attempts: 2, error: { message: "attempt 2" } });
  expect(clock.waits).toHaveLength(1);
});

test("what another attempt cannot help is not tried again", async () => {
  const clock = new MovedClock();
  const outcome = await retry(failing(9), { clock, isRetryable: () => false });
  expect(outcome).toMatchObject({ kind: "failed", attempts: 1 });
  expect(clock.waits).toEqual([]);
});

test("a caller that gives up ends the attempts, before one and while it waits", async () => {
  const clock = new MovedClock();
  const given = await retry(failing(0), { clock, signal: AbortSignal.abort() });
  expect(given).toEqual({ kind: "cancelled", attempts: 0 });
  const controller = new AbortController();
  const giveUp = (): never => {
    controller.abort();
    throw new Error("too late");
  };
  const outcome = await retry(giveUp, { clock: policyClock, signal: controller.signal });
  expect(outcome).toEqual({ kind: "cancelled", attempts: 1 });
});

test("no wait is longer than its bound, shorter than its jitter allows, or shorter than the one before", () => {
  const options = fc.record({
    firstMs: fc.integer({ min: 1, max: 1_000 }),
    factor: fc.integer({ min: 1, max: 10 }),
    maxMs: fc.integer({ min: 1, max: 60_000 }),
    jitter: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const random = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), options, random, (attempts, given, chance) => {
      const longest = backoffMs(attempts, given, 0);
      const wait = backoffMs(attempts, given, chance);
      expect(longest).toBeLessThanOrEqual(given.maxMs);
      expect(wait).toBeLessThanOrEqual(longest);
      expect(wait).toBeGreaterThanOrEqual(longest * (1 - given.jitter) - 1e-9);
      expect(backoffMs(attempts + 1, given, 0)).toBeGreaterThanOrEqual(longest);
    }),
  );
});

test("a burst is let through up to the capacity, then as many as refill", () => {
  const clock = new MovedClock();
  const limiter = new RateLimiter({ capacity: 20, perSecond: 2, clock });
  for (let count = 0; count < 20; count++) expect(limiter.take("a").kind).toBe("allowed");
  expect(limiter.take("a")).toEqual({ kind: "limited", retryAfterMs: 500 });
  expect(limiter.take("b")).toEqual({ kind: "allowed" });
  clock.move(500);
  expect(limiter.take("a")).toEqual({ kind: "allowed" });
  expect(limiter.take("a")).toEqual({ kind: "limited", retryAfterMs: 500 });
});

test("never are more let through than the capacity and what refilled, and who waits as told gets through", () => {
  const steps = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 200 });
  const capacity = fc.integer({ min: 1, max: 10 });
  const perSecond = fc.integer({ min: 1, max: 10 });
  fc.assert(
    fc.property(steps, capacity, perSecond, (pauses, most, rate) => {
      const clock = new MovedClock();
      const limiter = new RateLimiter({ capacity: most, perSecond: rate, clock });
      let allowed = 0;
      for (const pause of pauses) {
        clock.move(pause);
        const outcome = limiter.take("a");
        if (outcome.kind === "limited") {
          clock.move(outcome.retryAfterMs);
          expect(limiter.take("a").kind).toBe("allowed");
        }
        allowed += 1;
      }
      expect(allowed).toBeLessThanOrEqual(most + (clock.now() / 1_000) * rate + 1e-6);
    }),
  );
});

test("keys that come once do not pile up", () => {
  const clock = new MovedClock();
  const limiter = new RateLimiter({ capacity: 1, perSecond: 1, clock });
  for (let key = 0; key < 100_000; key++) {
    clock.move(10);
    limiter.take(String(key));
  }
  expect(limiter.size).toBeLessThan(2_500);
});

test("of more keys than are remembered the one that has been quiet longest begins anew", () => {
  const clock = new MovedClock();
  const limiter = new RateLimiter({ capacity: 1, perSecond: 1, mostKeys: 3, clock });
  for (const key of ["a", "b", "c", "a", "d"]) limiter.take(key);
  expect(limiter.size).toBe(3);
  expect(limiter.take("a").kind).toBe("limited");
  expect(limiter.take("b").kind).toBe("allowed");
});

test("a provider that limited us is left alone at once, and until its time is over", () => {
  const clock = new MovedClock();
  const cooldowns = new Cooldowns({ forMs: 1_000, clock });
  cooldowns.succeeded("gemini");
  cooldowns.rateLimited("gemini");
  expect(cooldowns.availability("gemini")).toEqual({
    kind: "cooling",
    reason: "rate-limited",
    remainingMs: 1_000,
  });
  expect(cooldowns.availability("claude")).toEqual({ kind: "available" });
  clock.move(400);
  cooldowns.rateLimited("gemini", 100);
  expect(cooldowns.availability("gemini")).toMatchObject({ remainingMs: 600 });
  clock.move(600);
  expect(cooldowns.availability("gemini")).toEqual({ kind: "available" });
});

test("a provider that fails three times in a row is left alone, and an answer between them counts", () => {
  const clock = new MovedClock();
  const cooldowns = new Cooldowns({ forMs: 1_000, clock });
  for (const outcome of ["failed", "failed", "succeeded", "failed", "failed"] as const) {
    cooldowns[outcome]("codex");
    expect(cooldowns.availability("codex").kind).toBe("available");
  }
  cooldowns.failed("codex");
  expect(cooldowns.availability("codex")).toMatchObject({ kind: "cooling", reason: "failing" });
  clock.move(1_000);
  cooldowns.availability("codex");
  cooldowns.failed("codex");
  expect(cooldowns.availability("codex").kind).toBe("available");
});

test("the next provider is asked when one fails, and one that cools down is passed over", async () => {
  const clock = new MovedClock();
  const cooldowns = new Cooldowns({ forMs: 1_000, clock });
  const asked: string[] = [];
  const ask = (provider: string): string => {
    asked.push(provider);
    if (provider !== "claude") throw new Error(provider === "copilot" ? "quota" : "broken");
    return "answer";
  };
  const options = {
    providers: ["copilot", "gemini", "copilot", "claude", "ollama"],
    cooldowns,
    classify: (error: unknown) =>
      ({
        kind: error instanceof Error && error.message === "quota" ? "rate-limited" : "failed",
      }) as const,
  };
  expect(await withFallback(ask, options)).toMatchObject({
    kind: "answered",
    provider: "claude",
    value: "answer",
    misses: [
      { kind: "rate-limited", provider: "copilot" },
      { kind: "failed", provider: "gemini" },
    ],
  });
  expect(asked).toEqual(["copilot", "gemini", "claude"]);
  expect(await withFallback(ask, options)).toMatchObject({
    misses: [{ kind: "cooling", provider: "copilot", remainingMs: 1_000 }, { provider: "gemini" }],
  });
});

test("when nobody answers, it is said who was asked and why each did not", async () => {
  const cooldowns = new Cooldowns({ clock: new MovedClock() });
  expect(await withFallback(broken, { providers: ["a", "b"], cooldowns })).toMatchObject({
    kind: "exhausted",
    misses: [{ provider: "a" }, { provider: "b", error: { message: "b" } }],
  });
  expect(await withFallback(broken, { providers: [], cooldowns })).toEqual({
    kind: "exhausted",
    misses: [],
  });
});

test("a request that is itself at fault is not passed on, and is held against nobody", async () => {
  const cooldowns = new Cooldowns({ maxFailures: 1, clock: new MovedClock() });
  const outcome = await withFallback(broken, {
    providers: ["a", "b"],
    cooldowns,
    classify: () => ({ kind: "rejected" }),
  });
  expect(outcome).toMatchObject({ kind: "rejected", misses: [{ provider: "a" }] });
  expect(cooldowns.availability("a").kind).toBe("available");
});

test("a limiter that could allow nothing, or never again, is refused", () => {
  expect(() => new RateLimiter({ capacity: -1, perSecond: 1 })).toThrow(/capacity/);
  expect(() => new RateLimiter({ capacity: 1, perSecond: Number.NaN })).toThrow(/perSecond/);
});

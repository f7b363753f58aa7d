import { array, assert, asyncProperty, constantFrom, record } from "fast-check";
import { expect, test } from "vitest";
import { items, pluginOf, registryOf } from "./support.ts";

const entry = { name: "steady", module: "steady:Steady" };

const call = record({
  // Halves and quarters: their sums are exact.
  ms: constantFrom(0.25, 0.5, 1, 4, 8, 64),
  how: constantFrom("returns", "throws", "is waited for", "reloads before"),
  times: constantFrom(1, 3, 70, 120),
});

/** By the nearest rank. */
function percentile(durations: readonly number[], share: number): number {
  const sorted = durations.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

test("percentiles are those of the calls in the history, however they were made and wherever they are kept", async () => {
  await assert(
    asyncProperty(array(call, { maxLength: 8 }), async (calls) => {
      let time = 1_000;
      const plugin = pluginOf({
        tick: (payload) => {
          const { ms, how } = payload as (typeof calls)[number];
          time += ms;
          if (how === "throws") throw new Error("as asked");
        },
      });
      const clock = { now: () => time, wall: () => time };
      const { registry } = registryOf({ Steady: plugin }, { clock });
      await registry.load(items(entry));
      for (const each of calls) {
        if (each.how === "reloads before") await registry.reload("steady");
        for (let count = 0; count < each.times; count++) {
          if (each.how === "is waited for") await registry.fireAndWait("tick", each);
          else registry.fire("tick", each);
        }
      }

      const history = registry.history("steady", "tick");
      const durations = history.map(({ duration_ms }) => duration_ms);
      const expected = { p50_ms: percentile(durations, 0.5), p95_ms: percentile(durations, 0.95) };
      const { latency } = registry.status("steady") ?? {};
      expect(latency?.["tick"] ?? { p50_ms: 0, p95_ms: 0 }).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test("calls since a moment are those that ended after it, and no other", async () => {
  let time = 1_000;
  const clock = { now: () => time, wall: () => time };
  const plugin = pluginOf({
    tick: () => {
      time += 1;
    },
  });
  const { registry } = registryOf({ Steady: plugin }, { clock });
  await registry.load(items(entry));
  for (let count = 0; count < 5; count++) registry.fire("tick", {});
  await registry.fireAndWait("tick", {});

  const since = [1_000, 1_003, 1_005, 1_006].map((moment) => registry.samplesSince(moment).length);

  expect(since).toEqual([6, 3, 1, 0]);
});

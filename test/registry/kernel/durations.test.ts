import { array, assert, asyncProperty, constantFrom, record } from "fast-check";
import { expect, test } from "vitest";
import { DURATION_BOUNDS_MS } from "../../../schemas/index.ts";
import { items, pluginOf, registryOf } from "./support.ts";

const entry = { name: "steady", module: "steady:Steady" };

/** A clock that stands still until a handler moves it. */
function heldClock(): { now: () => number; wall: () => number; pass: (ms: number) => void } {
  let time = 1_000;
  return {
    now: () => time,
    wall: () => time,
    pass: (ms) => {
      time += ms;
    },
  };
}

/** What the histogram should say of these calls. */
function countsOf(durations: readonly number[]): number[] {
  const bounds = [...DURATION_BOUNDS_MS, Infinity];
  return bounds.map(
    (bound, column) =>
      durations.filter((ms) => ms <= bound && ms > (bounds[column - 1] ?? -1)).length,
  );
}

const call = record({
  // Sums of thousands of fractions of a clock's reading would not be theirs any more.
  ms: constantFrom(0, 0.125, 0.5, 0.75, 1, 4, 8, 64, 600, 8_192),
  how: constantFrom("returns", "throws", "rejects", "is waited for", "reloads before"),
  times: constantFrom(1, 3, 120),
});

test("every call is in the histogram, however many there were and in whatever way they were made", async () => {
  await assert(
    asyncProperty(array(call, { maxLength: 12 }), async (calls) => {
      const clock = heldClock();
      const plugin = pluginOf({
        tick: (payload) => {
          const { ms, how } = payload as (typeof calls)[number];
          clock.pass(ms);
          if (how === "throws") throw new Error("as asked");
          return how === "rejects" ? Promise.reject(new Error("as asked")) : undefined;
        },
      });
      const { registry } = registryOf({ Steady: plugin }, { clock });
      await registry.load(items(entry));
      for (const each of calls) {
        if (each.how === "reloads before") await registry.reload("steady");
        for (let time = 0; time < each.times; time++) {
          if (each.how === "is waited for") await registry.fireAndWait("tick", each);
          else registry.fire("tick", each);
          // A rejection is timed when it is heard of.
          if (each.how === "rejects") await Promise.resolve();
        }
      }
      await new Promise(setImmediate);
      const made = calls.flatMap(({ ms, times }) => Array<number>(times).fill(ms));
      const failed = calls.filter(({ how }) => how === "throws" || how === "rejects");
      expect(registry.durations()).toEqual(
        made.length === 0
          ? []
          : [
              {
                plugin: "steady",
                hook: "tick",
                counts: countsOf(made),
                totalMs: made.reduce((sum, ms) => sum + ms, 0),
                failures: failed.reduce((sum, { times }) => sum + times, 0),
              },
            ],
      );
    }),
    { numRuns: 40 },
  );
});

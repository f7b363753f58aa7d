import { expect, test } from "vitest";
import { PastThreads } from "../../../registry/host/past-threads.ts";
import type { PluginStatus } from "../../../schemas/index.ts";

const HUNG = "culprit held the thread";

/** As a thread tells it that was started with the plugin left out, or in which it was stopped. */
function stopped(errors: readonly string[]): PluginStatus {
  return {
    state: "quarantined",
    position: 0,
    module: null,
    sourceFile: null,
    generation: 1,
    problems: [
      {
        code: "plugin/hung",
        message: HUNG,
        at: "2026-01-01T00:00:00Z",
        location: null,
        stack: null,
      },
    ],
    secrets: [],
    latency: {},
    routes: [],
    summary: {
      name: "culprit",
      description: null,
      hooks: [],
      config: {},
      enabled: true,
      active: false,
      hook_stats: {},
      errors: [...errors],
      invalid: false,
      secrets: { required: [], missing: [] },
    },
  };
}

test("why a plugin was stopped is among its errors once, however many threads are told to leave it out", () => {
  const past = new PastThreads();
  past.absorb([stopped(["ping: late", HUNG])]);
  expect(past.status(stopped([HUNG])).summary.errors).toEqual(["ping: late", HUNG]);
  past.absorb([past.status(stopped([HUNG]))]);
  const record = { ...stopped([HUNG]).summary, hook_history: {} };
  expect(past.record(record).errors).toEqual(["ping: late", HUNG]);
});

test("a plugin that is stopped for the same once more has that twice", () => {
  const past = new PastThreads();
  past.absorb([{ ...stopped([]), state: "active", problems: [] }]);
  past.absorb([past.status(stopped([HUNG]))]);
  expect(past.status(stopped([HUNG, HUNG])).summary.errors).toEqual([HUNG, HUNG]);
});

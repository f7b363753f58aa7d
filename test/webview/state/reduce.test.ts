import * as fc from "fast-check";
import { expect, test } from "vitest";
import { HISTORY_LIMIT, type LiveSample, type ToDashboard } from "../../../schemas/index.ts";
import {
  choose,
  chosenRow,
  initialState,
  INITIAL_CHOICES,
  receive,
  WINDOW_LIMIT,
  type DashboardState,
} from "../../../webview/state/index.ts";
import { samplesOf, snapshotOf, TEAM, type PluginSketch } from "../registry.ts";

const RUNNING: ToDashboard = { kind: "target", target: { kind: "running", label: "plugins.yaml" } };
const snapshot = (sketches: readonly PluginSketch[]): ToDashboard => ({
  kind: "snapshot",
  snapshot: snapshotOf(sketches),
});

function after(...messages: readonly ToDashboard[]): DashboardState {
  return messages.reduce(receive, initialState(INITIAL_CHOICES));
}

const UNCALLED = { one: [0, 0, 0], two: [0, 0, 0] } as const;

function busy(calls: number): PluginSketch {
  return { name: "a", hooks: { one: [calls, 0, 1], two: [5, 0, 1] } };
}

function allOf(state: "active" | "disabled"): ToDashboard {
  return snapshot(["a", "b", "c"].map((name) => ({ name, state })));
}

function live(plugin: string, hook: string, count: number, startMs = 0): LiveSample[] {
  return samplesOf(count, startMs).map((sample) => ({ plugin, hook, sample }));
}

test("the page's window is as long as the registry's history", () => {
  expect(WINDOW_LIMIT).toBe(HISTORY_LIMIT);
});

test("a stopped registry leaves nothing of itself on the page, but the choices stay", () => {
  const running = choose(after(RUNNING, snapshot(TEAM)), { plugin: "crawler", text: "c" });
  const stopped = receive(running, {
    kind: "target",
    target: { kind: "stopped", reason: "it exited" },
  });
  expect(stopped).toMatchObject({ rows: null, timeline: null, choices: running.choices });

  const again = [RUNNING, snapshot(TEAM)].reduce(receive, stopped);
  expect(chosenRow(again)?.name).toBe("crawler");
  expect(again.timeline).toMatchObject({ plugin: "crawler", hook: "pre_plan", loaded: false });
});

test("choosing a plugin shows its busiest hook, and the choice does not jump when another gets busier", () => {
  const chosen = choose(after(RUNNING, snapshot([busy(1)])), { plugin: "a" });
  expect(chosen.timeline).toMatchObject({ hook: "two" });
  expect(receive(chosen, snapshot([busy(9)])).timeline).toMatchObject({ hook: "two" });
});

test("a hook that was never called gives way to the first that is, unless it was asked for", () => {
  const chosen = choose(after(RUNNING, snapshot([{ name: "a", hooks: UNCALLED }])), {
    plugin: "a",
  });
  expect(chosen.timeline).toMatchObject({ hook: "one" });
  const called = snapshot([{ name: "a", hooks: { ...UNCALLED, two: [1, 0, 1] } }]);
  expect(receive(chosen, called).timeline).toMatchObject({ hook: "two" });
  expect(receive(choose(chosen, { hook: "one" }), called).timeline).toMatchObject({ hook: "one" });
});

test("choosing another plugin forgets the hook of the one before", () => {
  const first = choose(after(RUNNING, snapshot(TEAM)), { plugin: "ticket_automation" });
  const second = choose(choose(first, { hook: "on_feedback" }), { plugin: "warehouse_export" });
  expect(second.choices.hook).toBeNull();
  expect(second.timeline).toMatchObject({
    plugin: "warehouse_export",
    hook: "post_alignment_event",
  });
});

test("a plugin without hooks, and one that left the manifest, have no timeline", () => {
  const without = choose(after(RUNNING, snapshot([{ name: "a" }])), { plugin: "a" });
  expect(without.timeline).toBeNull();

  const chosen = choose(after(RUNNING, snapshot(TEAM)), { plugin: "crawler" });
  const left = receive(chosen, snapshot([{ name: "other" }]));
  expect(chosenRow(left)).toBeNull();
  expect(left.timeline).toBeNull();
});

test("history replaces what is shown; live calls are appended, those it already holds are not", () => {
  const chosen = choose(after(RUNNING, snapshot(TEAM)), { plugin: "ticket_automation" });
  const history = samplesOf(10);
  const shown = [
    { kind: "history", plugin: "ticket_automation", hook: "post_plan", samples: history },
    {
      kind: "samples",
      samples: [
        ...history.slice(-2).map((sample) => ({
          plugin: "ticket_automation",
          hook: "post_plan",
          sample,
        })),
        ...live("ticket_automation", "post_plan", 1, Date.parse("2026-02-01T00:00:00Z")),
        ...live("warehouse_export", "post_plan", 3),
        ...live("ticket_automation", "on_feedback", 3),
      ],
    },
  ] satisfies ToDashboard[];
  const { timeline } = shown.reduce(receive, chosen);
  expect(timeline?.loaded).toBe(true);
  expect(timeline?.samples).toHaveLength(11);
});

test("the history of a choice that was left meanwhile changes nothing", () => {
  const chosen = choose(after(RUNNING, snapshot(TEAM)), { plugin: "ticket_automation" });
  const late: ToDashboard = {
    kind: "history",
    plugin: "ticket_automation",
    hook: "on_feedback",
    samples: samplesOf(5),
  };
  expect(receive(chosen, late).timeline).toBe(chosen.timeline);
});

test("the window never grows beyond its limit and holds the latest calls in order", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60), { maxLength: 8 }), (batches) => {
      let state = choose(after(RUNNING, snapshot(TEAM)), { plugin: "crawler" });
      const all: LiveSample[] = [];
      for (const size of batches) {
        const batch = live("crawler", "pre_plan", size, all.length * 10_000);
        all.push(...batch);
        state = receive(state, { kind: "samples", samples: batch });
      }
      expect(state.timeline?.samples).toEqual(all.slice(-WINDOW_LIMIT).map(({ sample }) => sample));
    }),
  );
});

test("whatever order messages arrive in, the page has a state to show", () => {
  const message = fc.constantFrom<ToDashboard>(
    RUNNING,
    { kind: "target", target: { kind: "starting" } },
    { kind: "target", target: { kind: "untrusted" } },
    snapshot(TEAM),
    snapshot([]),
    { kind: "samples", samples: live("crawler", "pre_plan", 3) },
    { kind: "history", plugin: "crawler", hook: "pre_plan", samples: samplesOf(200) },
  );
  fc.assert(
    fc.property(fc.array(message, { maxLength: 12 }), (messages) => {
      const start = initialState({ ...INITIAL_CHOICES, plugin: "crawler" });
      const state = messages.reduce(receive, start);
      expect(state.timeline?.samples.length ?? 0).toBeLessThanOrEqual(WINDOW_LIMIT);
      expect(state.timeline === null).toBe(chosenRow(state) === null);
    }),
  );
});

test("a state that changed is announced, the first snapshot and counters are not", () => {
  const first = after(RUNNING, snapshot([{ name: "a" }, { name: "b" }]));
  expect(first.announcement).toBe("");
  const counted = receive(
    first,
    snapshot([{ name: "a", hooks: { one: [5, 0, 1] } }, { name: "b" }]),
  );
  expect(counted.announcement).toBe("");
  const failed = receive(counted, snapshot([{ name: "a", state: "failed" }, { name: "b" }]));
  expect(failed.announcement).toBe("a is now failed.");
});

test("many changes at once are announced as a number", () => {
  expect(after(RUNNING, allOf("active"), allOf("disabled")).announcement).toBe(
    "3 plugins changed state.",
  );
});

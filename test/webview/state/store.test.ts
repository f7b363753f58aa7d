import { expect, test } from "vitest";
import type { FromDashboard } from "../../../schemas/index.ts";
import { DashboardStore, type Choices } from "../../../webview/state/index.ts";
import { samplesOf, snapshotOf, TEAM } from "../registry.ts";

function openStore(stored?: unknown) {
  const asked: FromDashboard[] = [];
  const kept: Choices[] = [];
  const store = new DashboardStore({
    postMessage: (message) => void asked.push(message),
    getState: () => stored,
    setState: (choices) => void kept.push(choices),
  });
  return { store, asked, kept };
}

test("a timeline's history is asked for once, and again for another hook", () => {
  const { store, asked } = openStore();
  store.receive({ kind: "snapshot", snapshot: snapshotOf(TEAM) });
  store.choose({ plugin: "ticket_automation" });
  store.receive({ kind: "snapshot", snapshot: snapshotOf(TEAM, [], 2) });
  store.choose({ text: "t" });
  expect(asked).toEqual([{ kind: "select", plugin: "ticket_automation", hook: "post_plan" }]);

  store.choose({ hook: "on_feedback" });
  expect(asked.at(-1)).toEqual({
    kind: "select",
    plugin: "ticket_automation",
    hook: "on_feedback",
  });
});

test("the history is asked for again when the registry has started anew", () => {
  const { store, asked } = openStore({ plugin: "crawler" });
  store.receive({ kind: "snapshot", snapshot: snapshotOf(TEAM) });
  store.receive({ kind: "target", target: { kind: "starting" } });
  store.receive({ kind: "target", target: { kind: "running", label: "" } });
  store.receive({ kind: "snapshot", snapshot: snapshotOf(TEAM) });
  expect(asked).toHaveLength(2);
});

test("what is chosen is kept for the next page, what arrives is not", () => {
  const { store, kept } = openStore();
  store.receive({ kind: "snapshot", snapshot: snapshotOf(TEAM) });
  expect(kept).toEqual([]);
  store.choose({ state: "failed" });
  expect(kept.at(-1)).toMatchObject({ state: "failed" });
});

test("listeners hear of changes, and of nothing else", () => {
  const { store } = openStore();
  let changes = 0;
  const unsubscribe = store.subscribe(() => (changes += 1));
  store.receive({ kind: "snapshot", snapshot: snapshotOf(TEAM) });
  store.receive({ kind: "samples", samples: [] });
  store.receive({ kind: "history", plugin: "x", hook: "y", samples: samplesOf(1) });
  unsubscribe();
  store.choose({ text: "x" });
  expect(changes).toBe(1);
});

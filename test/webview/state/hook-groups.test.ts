import { expect, test } from "vitest";
import { groupByHook, sortRows, toRows } from "../../../webview/state/index.ts";
import { snapshotOf, TEAM } from "../registry.ts";

const rows = toRows(snapshotOf(TEAM), null);

test("every plugin stands under every hook that it handles, in manifest order", () => {
  const sorted = sortRows(rows, { column: "name", direction: "ascending" });
  const groups = groupByHook(sorted, null).map(({ hook, handlers }) => [
    hook,
    handlers.map(({ plugin }) => plugin.name),
  ]);
  expect(groups).toEqual([
    ["on_feedback", ["ticket_automation", "feedback_collector"]],
    ["post_alignment_event", ["warehouse_export"]],
    ["post_plan", ["ticket_automation", "email_digest"]],
    ["pre_plan", ["ticket_automation", "crawler"]],
  ]);
});

test("a hook's calls and failures are those of its plugins together", () => {
  expect(groupByHook(rows, "pre_plan")).toMatchObject([
    { hook: "pre_plan", invocations: 7, failures: 1 },
  ]);
});

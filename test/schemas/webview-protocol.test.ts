import { expect, test } from "vitest";
import { fromDashboardSchema } from "../../schemas/index.ts";

test.each([
  { kind: "ready" },
  { kind: "select", plugin: "ticket_sync", hook: "post_plan" },
  { kind: "disable", plugin: "ticket_sync" },
  { kind: "fire", hook: null },
  { kind: "open-problem", plugin: null, code: "manifest/syntax", at: "2026-01-15", message: "Tab" },
])("the extension takes $kind from the dashboard", (message) => {
  expect(fromDashboardSchema.safeParse(message).success).toBe(true);
});

test.each([
  null,
  "ready",
  { kind: "run", command: "workbench.action.terminal.new" },
  { kind: "disable" },
  { kind: "open-problem", plugin: "a", file: "/etc/passwd" },
  { kind: "set-secret", name: "" },
])("the extension takes nothing from the dashboard that is not in the protocol", (message) => {
  expect(fromDashboardSchema.safeParse(message).success).toBe(false);
});

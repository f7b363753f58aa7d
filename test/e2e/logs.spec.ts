import { expect, PluginsView, test } from "./driver/index.ts";

test("the log tells which host runs, and what a plugin wrote", async ({ workbench }) => {
  const view = new PluginsView(workbench);
  await view.open();
  await expect(view.row("slack_followup_alerts")).toContainText("active");
  await workbench.run("Patchbay: Show Log");
  await workbench.pick("registry host and language server");
  const output = workbench.page.locator(".output-view .view-lines, .panel .view-lines");
  await expect(output.filter({ hasText: /Registry.host.\d+.runs/ }).first()).toBeVisible();

  await workbench.fireSample("on_feedback");
  await expect(view.row("slack_followup_alerts")).toContainText("1 call");
  await view.chooseFromMenu("slack_followup_alerts", "Show Log");
  await expect(output.filter({ hasText: "#planning:" }).first()).toBeVisible();
});

import { expect, PluginsView, test } from "./driver/index.ts";

test("the commands above an entry switch its plugin, load it anew, fire its hooks and open its source", async ({
  workbench,
}) => {
  const view = new PluginsView(workbench);
  await view.open();
  const row = view.row("ticket_automation");
  await expect(row).toContainText("active");
  await workbench.openFile("plugins.yaml");
  const { editor } = workbench;

  await editor.clickLens("Disable");
  await expect(row).toContainText("disabled");
  await expect(editor.lenses(/^disabled/)).toBeVisible();
  await editor.clickLens("Enable");
  await expect(row).toContainText("active");
  await expect(editor.lenses(/^disabled/)).toBeHidden();
  await editor.clickLens("Reload");
  await expect(editor.lenses("active · generation 2")).toBeVisible();

  await editor.clickLens("Fire…");
  await expect(workbench.quickPickRows).toHaveCount(4); // the hooks of ticket_automation
  await workbench.pick("pre_plan");
  await workbench.pick("Edit payload first…");
  await expect(workbench.activeTab).toContainText("pre_plan.json");
  await editor.focus();
  await editor.press("Control+Enter");
  await expect(workbench.notification(/pre_plan: .*answered/)).toBeVisible();
  await workbench.run("Patchbay: Fire Hook…");
  await workbench.pick("pre_plan");
  await workbench.pick("Fire with last payload");
  await expect(row).toContainText("2 calls");

  await workbench.openFile("plugins.yaml");
  await editor.clickLens("Open Source");
  await expect(workbench.activeTab).toContainText("ticket-automation.ts");
  await expect(editor.lenses("registered as ticket_automation")).toBeVisible();
});

import { expect, PluginsView, test } from "./driver/index.ts";

test("in an empty folder a manifest is made with a plugin that runs, and a second beside it", async ({
  emptyWorkbench: workbench,
}) => {
  const view = new PluginsView(workbench);
  await view.open();
  await expect(view.message.filter({ hasText: "no manifest" })).toBeVisible();
  await workbench.picture("no-manifest");
  await workbench.page.getByRole("button", { name: "Create Manifest…" }).click();
  await workbench.pick("With an example plugin");
  await expect(view.row("hello")).toContainText("active");

  await workbench.run("Patchbay: New Plugin…");
  await workbench.page.locator(".quick-input-widget input.input").fill("second_one");
  await workbench.page.keyboard.press("Enter");
  await expect(view.row("second_one")).toContainText("active");
  await expect(workbench.activeTab).toContainText("second_one.js");
  const manifest = await workbench.read("plugins.yaml");
  expect(manifest).toContain("module: ./plugins/second_one.js:SecondOne\n");
  await workbench.picture("new-plugin");
});

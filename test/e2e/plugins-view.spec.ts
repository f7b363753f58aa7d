import { expect, PluginsView, test } from "./driver/index.ts";

test("the tree tells how each plugin is, and why", { tag: "@looks" }, async ({ workbench }) => {
  const view = new PluginsView(workbench);
  await view.open();
  await expect(view.row("ticket_automation")).toContainText("3 secrets missing");
  await expect(view.row("feedback_collector")).toContainText("active · g1");
  await expect(view.row("standup_digest")).toContainText("disabled");
  await expect(view.row("risk_radar")).toContainText("failed");
  await view.row("risk_radar").click();
  await expect(view.row("Unknown risk level: severe")).toBeVisible();
  await workbench.picture("plugins");
});

test("enabling with the row's icon changes one word of the manifest, and undo takes it back", async ({
  workbench,
}) => {
  const before = await workbench.read("plugins.yaml");
  const view = new PluginsView(workbench);
  await view.open();
  await view.clickInline("standup_digest", "Enable");
  await expect(view.row("standup_digest")).toContainText("active");
  expect(await workbench.read("plugins.yaml")).toBe(
    before.replace("enabled: false", "enabled: true"),
  );

  await workbench.openFile("plugins.yaml");
  await workbench.editor.press("Control+Z");
  await workbench.save();
  await expect(view.row("standup_digest")).toContainText("disabled");
  expect(await workbench.read("plugins.yaml")).toBe(before);
});

test("disabling from the row's menu adds one line to the manifest", async ({ workbench }) => {
  const before = await workbench.read("plugins.yaml");
  const view = new PluginsView(workbench);
  await view.open();
  await expect(view.row("warehouse_export")).toContainText("active");
  await view.chooseFromMenu("warehouse_export", "Disable");
  await expect(view.row("warehouse_export")).toContainText("disabled");
  const line = "  module: ./plugins/warehouse-export.ts:WarehouseExport\n";
  expect(await workbench.read("plugins.yaml")).toBe(
    before.replace(line, `${line}  enabled: false\n`),
  );
});

test("enabling from the command palette asks which plugin", async ({ workbench }) => {
  const before = await workbench.read("plugins.yaml");
  const view = new PluginsView(workbench);
  await view.open();
  await expect(view.row("standup_digest")).toContainText("disabled");
  await workbench.run("Patchbay: Enable Plugin");
  await workbench.pick("standup_digest");
  await expect(view.row("standup_digest")).toContainText("active");
  expect(await workbench.read("plugins.yaml")).toBe(
    before.replace("enabled: false", "enabled: true"),
  );
});

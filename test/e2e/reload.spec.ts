import { expect, PluginsView, Problems, test } from "./driver/index.ts";

test(
  "saving a plugin makes its new code live, and says so",
  { tag: "@looks" },
  async ({ workbench }) => {
    const view = new PluginsView(workbench);
    await view.open();
    await expect(view.row("slack_followup_alerts")).toContainText("g1");
    await workbench.openFile("plugins/slack-followup-alerts.ts");
    await workbench.editor.goTo(1);
    await workbench.editor.type("void 0;\n");
    await workbench.save();
    await expect(workbench.statusItem(/slack_followup_alerts g2 live in/)).toBeVisible();
    await expect(view.row("slack_followup_alerts")).toContainText("g2");
    await expect(view.row("feedback_collector")).toContainText("g1");
    await workbench.picture("reloaded");
  },
);

test("a file changed outside of the editor is reloaded too", async ({ workbench }) => {
  const view = new PluginsView(workbench);
  await view.open();
  await expect(view.row("warehouse_export")).toContainText("g1");
  const source = await workbench.read("plugins/warehouse-export.ts");
  await workbench.write("plugins/warehouse-export.ts", `// from outside\n${source}`);
  await expect(view.row("warehouse_export")).toContainText("g2");
});

test(
  "saving broken code keeps the old code running and shows where it broke",
  { tag: "@looks" },
  async ({ workbench }) => {
    const view = new PluginsView(workbench);
    await view.open();
    await expect(view.row("slack_followup_alerts")).toContainText("active");
    await workbench.openFile("plugins/slack-followup-alerts.ts");
    await workbench.editor.goTo(1);
    await workbench.editor.type("const = ;\n");
    await workbench.save();
    await expect(workbench.statusItem(/slack_followup_alerts kept g1/)).toBeVisible();
    await expect(view.row("slack_followup_alerts")).toContainText("last reload failed");
    const problems = new Problems(workbench);
    await problems.open();
    await expect(problems.row("plugin/syntax").first()).toBeVisible();
    await expect(problems.row("slack-followup-alerts.ts[Ln 1, Col 7]")).toBeVisible();
    await workbench.picture("reload-failed");

    await workbench.openFile("plugins/slack-followup-alerts.ts");
    await workbench.editor.goTo(1);
    await workbench.editor.press("Control+Shift+K"); // deletes the line
    await workbench.save();
    await expect(view.row("slack_followup_alerts")).not.toContainText("last reload failed");
    await problems.open();
    await expect(problems.row("plugin/syntax")).toHaveCount(0);
  },
);

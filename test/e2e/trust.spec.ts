import { expect, PluginsView, Problems, test } from "./driver/index.ts";

test.use({ workspaceTrust: true });

test(
  "in a folder that is not trusted the manifest can be edited and no plugin runs, until it is",
  { tag: "@looks" },
  async ({ editor, workbench }) => {
    await expect(workbench.statusItem("Restricted Mode")).toBeVisible();
    const view = new PluginsView(workbench);
    await workbench.openFile("plugins.yaml");
    await view.open();
    await expect(view.message.filter({ hasText: "not trusted" })).toBeVisible();
    await workbench.picture("restricted");
    const problems = new Problems(workbench);
    await workbench.openFile("plugins.yaml");
    await workbench.editor.goTo(1);
    await workbench.editor.type("- nam: planner\n");
    await problems.open();
    await expect(problems.row("manifest/unknown-key")).toBeVisible();
    expect(await editor.hostProcesses()).toHaveLength(0);

    await workbench.run("Workspaces: Manage Workspace Trust");
    await workbench.page.getByRole("button", { name: "Trust", exact: true }).click();
    await expect(view.row("feedback_collector")).toContainText("active");
  },
);

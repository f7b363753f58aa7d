import { Dashboard, expect, PluginsView, test } from "./driver/index.ts";

test(
  "the manifest, the tree and the dashboard fit into one window: the README's picture",
  { tag: "@looks" },
  async ({ workbench }) => {
    await workbench.page.setViewportSize({ width: 1600, height: 900 });
    const view = new PluginsView(workbench);
    await view.open();
    await expect(view.row("risk_radar")).toContainText("failed");
    await workbench.openFile("plugins.yaml");
    await expect(workbench.editor.squiggles("warning").first()).toBeVisible();
    await workbench.run("View: New Editor Group to the Right");
    const page = await new Dashboard(workbench).open();
    const row = page.getByRole("row", { name: /warehouse_export/ });
    await expect(row).toContainText("Active");
    for (const [index, hook] of ["on_feedback", "post_plan", "on_feedback"].entries()) {
      await workbench.fireSample(hook);
      await expect(row.locator(".invocations")).toHaveText(String(index + 1));
    }
    await workbench.run("Notifications: Clear All Notifications");
    await row.click();
    await expect(page.locator("patchbay-timeline")).toBeVisible();
    await workbench.picture("workbench");
  },
);

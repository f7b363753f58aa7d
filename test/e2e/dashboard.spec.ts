import { Dashboard, expect, test } from "./driver/index.ts";

test(
  "the dashboard follows the registry while hooks are fired",
  { tag: "@looks" },
  async ({ workbench }) => {
    const refused: string[] = [];
    workbench.page.on("console", (message) => {
      if (/Content Security Policy/.test(message.text())) refused.push(message.text());
    });
    const dashboard = new Dashboard(workbench);
    const page = await dashboard.open();
    const row = page.getByRole("row", { name: /slack_followup_alerts/ });
    await expect(row).toContainText("Active");
    await workbench.picture("dashboard-idle");
    for (const count of [1, 2]) {
      await workbench.fireSample("on_feedback");
      await expect(row.locator(".invocations")).toHaveText(String(count));
    }
    await row.click();
    await expect(page.locator("patchbay-timeline")).toBeVisible();
    await workbench.picture("dashboard");
    expect(refused).toEqual([]);
  },
);

test(
  "the dashboard can be used in a column of 400 pixels",
  { tag: "@looks" },
  async ({ workbench }) => {
    const dashboard = new Dashboard(workbench);
    const page = await dashboard.open();
    await expect(page.getByRole("row", { name: /risk_radar/ })).toBeVisible();
    await workbench.run("View: Close Primary Side Bar");
    const width = (): Promise<number> =>
      page.locator("html").evaluate((element) => element.clientWidth);
    await workbench.page.setViewportSize({ width: 1280 - (await width()) + 400, height: 800 });
    await expect.poll(width).toBeLessThanOrEqual(400);
    const overflow = await page.locator("html").evaluate((e) => e.scrollWidth - e.clientWidth);
    expect(overflow).toBe(0);
    await expect(page.getByRole("row", { name: /risk_radar/ })).toBeVisible();
    await workbench.picture("dashboard-400");
  },
);

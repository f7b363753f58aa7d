import type { Browser, Page } from "@playwright/test";
import axe from "axe-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ToDashboard } from "../../schemas/index.ts";
import {
  bundleDashboard,
  launchBrowser,
  openDashboard,
  type Theme,
} from "./page/dashboard-page.ts";
import { samplesOf, snapshotOf, TEAM } from "./registry.ts";

const THEMES: readonly Theme[] = ["dark", "light", "hc-dark", "hc-light"];
const RUNNING: ToDashboard = { kind: "target", target: { kind: "running", label: "plugins.yaml" } };

let browser: Browser;
let script: string;

beforeAll(async () => {
  [browser, script] = await Promise.all([launchBrowser(), bundleDashboard()]);
});
afterAll(() => browser.close());

/** What axe objects to, as `rule: element`. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(),
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary ?? ""}`),
  );
}

test.each(THEMES)("table and details pass axe in the %s theme", async (theme) => {
  const { page, send } = await openDashboard(browser, { script, theme, height: 1400 });
  await send(RUNNING, { kind: "snapshot", snapshot: snapshotOf(TEAM) });
  await page.locator("[data-key=ticket_automation] .title").click();
  await send({
    kind: "history",
    plugin: "ticket_automation",
    hook: "post_plan",
    samples: samplesOf(20),
  });
  await page.locator("patchbay-timeline canvas").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("tab", { name: "Hooks" }).click();
  await page.getByRole("table", { name: "Hooks" }).waitFor();
  expect(await violations(page)).toEqual([]);
});

test.each(["starting", "untrusted", "no-manifest"] as const)(
  "the page passes axe when the registry is %s",
  async (kind) => {
    const { page, send } = await openDashboard(browser, { script });
    await send({ kind: "target", target: { kind } });
    await page.locator("patchbay-empty-state h2").waitFor();
    expect(await violations(page)).toEqual([]);
  },
);

test("cards and details pass axe on a narrow page", async () => {
  const { page, send } = await openDashboard(browser, { script, width: 400 });
  await send(RUNNING, { kind: "snapshot", snapshot: snapshotOf(TEAM) });
  await page.locator("[data-key=crawler]").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.locator("[data-key=crawler]").click();
  await page.getByRole("button", { name: "Close details" }).waitFor();
  expect(await violations(page)).toEqual([]);
});

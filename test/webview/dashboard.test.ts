import type { Browser } from "@playwright/test";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ToDashboard } from "../../schemas/index.ts";
import {
  bundleDashboard,
  launchBrowser,
  openDashboard,
  type DashboardPage,
  type DashboardPageOptions,
} from "./page/dashboard-page.ts";
import { focusedName, overflowing } from "./page/layout.ts";
import {
  manyPlugins,
  problem,
  samplesOf,
  snapshotOf,
  TEAM,
  type PluginSketch,
} from "./registry.ts";

const RUNNING: ToDashboard = { kind: "target", target: { kind: "running", label: "plugins.yaml" } };
const snapshot = (sketches: readonly PluginSketch[]): ToDashboard => ({
  kind: "snapshot",
  snapshot: snapshotOf(sketches),
});
const HISTORY: ToDashboard = {
  kind: "history",
  plugin: "ticket_automation",
  hook: "post_plan",
  samples: samplesOf(40),
};

let browser: Browser;
let script: string;
const opened: DashboardPage[] = [];

beforeAll(async () => {
  [browser, script] = await Promise.all([launchBrowser(), bundleDashboard()]);
});
afterAll(() => browser.close());
afterEach(async () => {
  for (const { page, complaints } of opened.splice(0)) {
    expect(complaints).toEqual([]);
    await page.context().close();
  }
});

async function open(options: Omit<DashboardPageOptions, "script"> = {}): Promise<DashboardPage> {
  const dashboard = await openDashboard(browser, { script, ...options });
  opened.push(dashboard);
  return dashboard;
}

async function openTeam(options?: Omit<DashboardPageOptions, "script">): Promise<DashboardPage> {
  const dashboard = await open(options);
  await dashboard.send(RUNNING, snapshot(TEAM));
  await dashboard.page.locator("[data-key=ticket_automation]").first().waitFor();
  return dashboard;
}

async function openDetail(options?: Omit<DashboardPageOptions, "script">): Promise<DashboardPage> {
  const dashboard = await openTeam(options);
  await dashboard.page.locator("[data-key=ticket_automation] .title").click();
  await dashboard.send(HISTORY);
  await dashboard.page.locator("patchbay-timeline canvas").waitFor();
  return dashboard;
}

test("a plugin is offered what can be done with it, and nothing else", async () => {
  const { page } = await openTeam();
  const offered = (key: string): Promise<string[]> =>
    page
      .locator(`[data-key=${key}] .actions button`)
      .evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-label") ?? ""));
  expect(await offered("invalid_plugin_1")).toEqual(["Open manifest entry of invalid_plugin_1"]);
  expect(await offered("ticket_automation")).toEqual([
    "Disable ticket_automation",
    "Reload ticket_automation",
    "Open source of ticket_automation",
  ]);
});

test("the page says that it is ready, and shows a registry as it changes", async () => {
  const { page, send, asked } = await open();
  expect(await asked()).toEqual([{ kind: "ready" }]);
  await page.getByText("Starting the registry…").waitFor();

  await send(RUNNING, snapshot([{ name: "a", hooks: { post_plan: [1204, 3, 8.13] } }]));
  const row = page.getByRole("row", { name: /^a / });
  await row.getByText("1,204").waitFor();
  await row.getByText("8.1 ms").waitFor();

  await send(
    snapshot([{ name: "a", state: "quarantined", problems: [problem("plugin/hung", "Hung.")] }]),
  );
  await row.getByText("Quarantined").waitFor();
  await row.getByText("Hung.").waitFor();
  expect(await page.getByRole("status").textContent()).toBe("a is now quarantined.");
});

test("the table is worked by the keyboard alone", async () => {
  const { page, asked } = await openTeam();
  await page.getByRole("columnheader", { name: "Last error" }).getByRole("button").focus();
  await page.keyboard.press("Tab");
  expect(await focusedName(page)).toBe("ticket_automation");

  await page.keyboard.press("End");
  expect(await focusedName(page)).toBe("crawler");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  expect(await focusedName(page)).toBe("warehouse_export");
  await page.keyboard.press("Tab");
  expect(await focusedName(page)).toBe("Disable warehouse_export");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  expect((await asked()).slice(1)).toEqual([
    { kind: "disable", plugin: "warehouse_export" },
    { kind: "reload", plugin: "warehouse_export" },
  ]);

  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "Details of warehouse_export" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("region").waitFor({ state: "detached" });
  await expect.poll(() => focusedName(page)).toBe("warehouse_export");
});

test("the focus stays on its plugin when the order changes under it", async () => {
  const { page, send } = await openTeam();
  await page.getByRole("columnheader", { name: "Calls" }).getByRole("button").click();
  await page.locator("[data-key=crawler]").focus();
  await send(
    snapshot(
      TEAM.map((plugin) =>
        plugin.name === "crawler" ? { ...plugin, hooks: { pre_plan: [9999, 0, 1] } } : plugin,
      ),
    ),
  );
  await page.locator("[aria-rowindex='2'][data-key=crawler]").waitFor();
  await expect.poll(() => focusedName(page)).toBe("crawler");
});

test("a column's heading sorts, and says so", async () => {
  const { page, stored } = await openTeam();
  const heading = page.getByRole("columnheader", { name: "Failed" });
  const sorts = () => heading.getAttribute("aria-sort");
  expect(await sorts()).toBe("none");
  await heading.getByRole("button").press("Enter");
  await expect.poll(sorts).toBe("descending");
  expect(await page.locator("[aria-rowindex='2']").getAttribute("data-key")).toBe(
    "ticket_automation",
  );
  await heading.getByRole("button").press("Enter");
  await expect.poll(sorts).toBe("ascending");
  await heading.getByRole("button").press("Enter");
  await expect.poll(sorts).toBe("none");
  expect(await stored()).toMatchObject({ sort: null });
});

test("search, hook and state narrow the table, and can be cleared", async () => {
  const { page } = await openTeam();
  const shown = () =>
    page
      .locator("[data-key]")
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-key")));

  await page.getByRole("textbox", { name: "Search plugins" }).fill("ticket");
  await expect.poll(shown).toEqual(["ticket_automation"]);
  await page.keyboard.press("Escape");
  await expect.poll(shown).toHaveLength(TEAM.length);

  await page.getByRole("combobox", { name: "Filter by hook" }).click();
  await page.getByRole("option", { name: "on_feedback" }).click();
  await expect.poll(shown).toEqual(["ticket_automation", "feedback_collector"]);
  await page.getByRole("button", { name: "Disabled" }).click();
  await expect.poll(shown).toEqual(["feedback_collector"]);
  expect(await page.getByRole("button", { name: "Disabled" }).getAttribute("aria-pressed")).toBe(
    "true",
  );

  await page.getByRole("textbox", { name: "Search plugins" }).fill("nothing is called this");
  await page.getByRole("button", { name: "Clear Filters" }).click();
  await expect.poll(shown).toHaveLength(TEAM.length);
  expect(await page.getByRole("textbox", { name: "Search plugins" }).inputValue()).toBe("");
});

test("everything about a plugin can be acted on", async () => {
  const { page, asked } = await openDetail();
  const detail = page.getByRole("region", { name: "Details of ticket_automation" });
  await detail.getByRole("button", { name: "Open source of ticket_automation" }).click();
  await detail.getByRole("button", { name: "Open manifest entry of ticket_automation" }).click();
  await detail.getByRole("button", { name: "Set secret JIRA_BASE_URL…" }).click();
  await detail.getByRole("button", { name: "Fire on_feedback…" }).click();
  await detail.getByRole("button", { name: "pre_plan", exact: true }).click();
  await page.getByRole("button", { name: "Reload All" }).click();
  await page.getByRole("button", { name: "Fire…", exact: true }).click();
  expect((await asked()).slice(1)).toEqual([
    { kind: "select", plugin: "ticket_automation", hook: "post_plan" },
    { kind: "open-source", plugin: "ticket_automation" },
    { kind: "open-entry", plugin: "ticket_automation" },
    { kind: "set-secret", name: "JIRA_BASE_URL" },
    { kind: "select", plugin: "ticket_automation", hook: "on_feedback" },
    { kind: "fire", hook: "on_feedback" },
    { kind: "select", plugin: "ticket_automation", hook: "pre_plan" },
    { kind: "reload-all" },
    { kind: "fire", hook: null },
  ]);
});

test("hook by hook, the plugins stand in the order of their calls", async () => {
  const { page, asked, stored } = await openTeam();
  await page.getByRole("tab", { name: "Plugins" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("table", { name: "Hooks" }).waitFor();
  expect(await focusedName(page)).toBe("Hooks");
  expect(await stored()).toMatchObject({ view: "hooks" });

  const group = page.getByRole("rowgroup").filter({ hasText: "post_plan" });
  expect(await group.getByRole("button").allInnerTexts()).toEqual([
    "",
    "ticket_automation",
    "email_digest",
  ]);
  await group.getByRole("button", { name: "Fire post_plan…" }).click();
  await group.getByRole("button", { name: "email_digest" }).click();
  await page.getByRole("region", { name: "Details of email_digest" }).waitFor();
  expect((await asked()).slice(1)).toEqual([
    { kind: "fire", hook: "post_plan" },
    { kind: "select", plugin: "email_digest", hook: "post_plan" },
  ]);
  await page.keyboard.press("Escape");
  await expect.poll(() => focusedName(page)).toBe("email_digest");
});

test("Escape closes the list of hooks and leaves the details open", async () => {
  const { page } = await openDetail();
  const hooks = page.getByRole("combobox", { name: "Filter by hook" });
  await hooks.click();
  await page.getByRole("option", { name: "on_feedback" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("option", { name: "on_feedback" }).waitFor({ state: "hidden" });
  expect(await page.getByRole("region", { name: /^Details/ }).isVisible()).toBe(true);
});

test("a problem leads to its line", async () => {
  const { page, asked } = await openTeam();
  await page.locator("[data-key=warehouse_export] .title").click();
  const problems = page.getByRole("region").locator("patchbay-problem-list");
  await problems.getByText("plugin/threw-on-import").waitFor();
  await problems.getByRole("button", { name: "Open ticket.ts:12:5" }).click();
  expect((await asked()).at(-1)).toEqual({
    kind: "open-problem",
    plugin: "warehouse_export",
    code: "plugin/threw-on-import",
    at: "2026-01-15T09:30:00.000Z",
    message: expect.any(String),
  });
});

test("the timeline grows with each call, in the chart's words and in the rows below", async () => {
  const { page, send } = await openDetail();
  const chart = page.getByRole("img", { name: /^Durations of post_plan: 40 calls/ });
  await chart.waitFor();
  await send({
    kind: "samples",
    samples: [
      {
        plugin: "ticket_automation",
        hook: "post_plan",
        sample: {
          timestamp: "2026-01-15T10:00:00.500Z",
          status: "error",
          duration_ms: 77,
          error: "RangeError: out of range",
        },
      },
    ],
  });
  await page.getByRole("img", { name: /41 calls .* longest 77 ms/ }).waitFor();
  const [latest] = await page.locator("patchbay-call-table tbody tr").allInnerTexts();
  expect(latest).toMatch(/10:00:00\.500\s+77 ms\s+RangeError: out of range/);
});

test("the chart takes the colours of the theme that is chosen later", async () => {
  const { page, setTheme } = await openDetail({ theme: "dark" });
  const picture = () =>
    page
      .locator("patchbay-timeline canvas")
      .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const before = await picture();
  await setTheme("light");
  await expect.poll(picture).not.toBe(before);
});

test("what was chosen is there again when the page comes back", async () => {
  const first = await openDetail();
  await first.page.getByRole("button", { name: "on_feedback", exact: true }).click();
  const stored = await first.stored();

  const again = await openTeam({ stored });
  await again.page.getByRole("heading", { name: "Timeline of on_feedback" }).waitFor();
});

test.each([
  [{ kind: "untrusted" }, "Manage Workspace Trust", { kind: "manage-trust" }],
  [{ kind: "no-manifest" }, "Create Manifest", { kind: "create-manifest" }],
  [{ kind: "stopped", reason: "It exited." }, "Start", { kind: "start" }],
] as const)(
  "with nothing to show because of %o the page offers what to do",
  async (target, label, message) => {
    const { page, send, asked } = await open();
    await send({ kind: "target", target });
    await page.getByRole("button", { name: label }).click();
    expect((await asked()).at(-1)).toEqual(message);
  },
);

test("an empty manifest offers a new plugin, a broken one its problems", async () => {
  const { page, send, asked } = await open();
  await send(RUNNING, snapshot([]));
  await page.getByRole("button", { name: "New Plugin…" }).click();
  expect((await asked()).at(-1)).toEqual({ kind: "new-plugin" });

  const broken = problem("manifest/syntax", "A mapping value is missing.");
  await send({ kind: "snapshot", snapshot: snapshotOf([], [broken]) });
  await page.getByText("A mapping value is missing.").waitFor();
  await page.getByRole("button", { name: "Open ticket.ts:12:5" }).click();
  expect((await asked()).at(-1)).toMatchObject({ kind: "open-problem", plugin: null });
});

test.each(["table", "details", "hooks", "empty"])(
  "nothing is cut off at any width: %s",
  async (view) => {
    const stored = view === "hooks" ? { view } : undefined;
    const { page, send } = view === "details" ? await openDetail() : await openTeam({ stored });
    if (view === "hooks") await page.getByRole("table", { name: "Hooks" }).waitFor();
    if (view === "empty") await send({ kind: "target", target: { kind: "untrusted" } });
    for (const width of [320, 400, 599, 600, 820, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await expect.poll(() => overflowing(page)).toEqual([]); // the chart is fitted a frame later
    }
  },
);

test("on a narrow page the details take the table's place, and the focus goes along and back", async () => {
  const { page } = await openTeam({ width: 400 });
  await page.locator("[data-key=crawler]").focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => focusedName(page)).toBe("Close details");
  expect(await page.getByRole("grid").isVisible()).toBe(false);
  await page.keyboard.press("Enter");
  await expect.poll(() => focusedName(page)).toBe("crawler");
});

test("of 500 plugins only what changed is rendered, and only what is in view is laid out", async () => {
  const { page, send } = await open();
  await send(RUNNING, snapshot(manyPlugins(500)));
  const still = page.locator("[data-key=plugin_000]"); // manyPlugins changes every plugin but each third
  await still.focus();
  await still.evaluate((row) => {
    const changes: string[] = [];
    Object.assign(globalThis, { changes });
    const observer = new MutationObserver((records) =>
      changes.push(...records.map(({ type }) => type)),
    );
    observer.observe(row, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  });
  for (let round = 1; round <= 8; round += 1) await send(snapshot(manyPlugins(500, round)));
  await page.locator("[data-key=plugin_001]").getByText("108").waitFor();

  expect(await page.locator("[data-key]").count()).toBe(500);
  expect(await page.evaluate(() => Reflect.get(globalThis, "changes"))).toEqual([]);
  expect(await focusedName(page)).toBe("plugin_000");
  const isLaidOut = (key: string) =>
    page
      .locator(`[data-key=${key}] .title`)
      .evaluate((title) => title.checkVisibility({ contentVisibilityAuto: true }));
  await expect.poll(() => isLaidOut("plugin_000")).toBe(true);
  expect(await isLaidOut("plugin_499")).toBe(false);

  await page.keyboard.press("End");
  await expect.poll(() => isLaidOut("plugin_499")).toBe(true);
});

test("nothing moves for those who asked for it", async () => {
  const { page } = await open();
  const busy = page.locator("patchbay-empty-state .busy .icon");
  const moving = () => busy.evaluate((icon) => icon.getAnimations().length);
  expect(await moving()).toBe(0);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await expect.poll(moving).toBe(1);
});

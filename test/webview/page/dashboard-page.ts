import { readFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { chromium, type Browser, type Page } from "@playwright/test";
import type { FromDashboard, ToDashboard } from "../../../schemas/index.ts";
import { chromiumArgs, ensureChromium } from "../../../scripts/browser/chromium.mjs";
import { pagePolicy } from "../../../extension/dashboard/page-policy.ts";
import { dashboardBundle } from "../../../scripts/build/dashboard-bundle.mjs";

/** The class that VS Code puts on the body. The variables that it gives (1.139, its default themes) stand in themes/. */
const BODY_CLASSES = {
  dark: "vscode-dark",
  light: "vscode-light",
  "hc-dark": "vscode-high-contrast",
  "hc-light": "vscode-high-contrast vscode-high-contrast-light",
} as const;
export type Theme = keyof typeof BODY_CLASSES;

/** So that a test that fails says what it waited for; slow machines are not what is tested. */
const PATIENT_MS = 200_000;

const ORIGIN = "https://dashboard.test";

export function launchBrowser(): Promise<Browser> {
  return ensureChromium().then((executablePath) =>
    chromium.launch({ executablePath, args: chromiumArgs }),
  );
}

/** The dashboard's script, built as it is shipped. */
export async function bundleDashboard(): Promise<string> {
  const { outputFiles } = await build({ ...dashboardBundle, outdir: "dist", write: false });
  const [script] = outputFiles ?? [];
  if (!script) throw new Error("expected the build to write one script");
  return script.text;
}

export interface DashboardPageOptions {
  readonly script: string;
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  /** What an earlier page had stored. */
  readonly stored?: unknown;
  readonly forcedColors?: boolean;
}

/** The page in a browser, with the test in the editor's place. */
export interface DashboardPage {
  readonly page: Page;
  readonly send: (...messages: readonly ToDashboard[]) => Promise<void>;
  /** Everything that the page asked, in order. */
  readonly asked: () => Promise<readonly FromDashboard[]>;
  readonly stored: () => Promise<unknown>;
  readonly setTheme: (theme: Theme) => Promise<void>;
  /** What the content security policy refused, and what was thrown. Empty when all is well. */
  readonly complaints: readonly string[];
}

/** Opens the page under the policy of the editor's panel. */
export async function openDashboard(
  browser: Browser,
  { script, theme = "dark", width = 1280, height = 800, ...options }: DashboardPageOptions,
): Promise<DashboardPage> {
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: "reduce",
    timezoneId: "UTC",
    ...(options.forcedColors ? { forcedColors: "active" as const } : {}),
  });
  context.setDefaultTimeout(PATIENT_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  await page.route(`${ORIGIN}/`, (route) =>
    route.fulfill({ contentType: "text/html", body: html(theme) }),
  );
  await page.route(`${ORIGIN}/dashboard.js`, (route) =>
    route.fulfill({ contentType: "text/javascript", body: script }),
  );
  await page.addInitScript(standInForEditor, options.stored ?? null);
  await page.goto(`${ORIGIN}/`);
  await setTheme(page, theme);

  return {
    page,
    complaints,
    send: (...messages) =>
      page.evaluate((all) => {
        for (const message of all) dispatchEvent(new MessageEvent("message", { data: message }));
      }, messages),
    asked: () => page.evaluate(() => (globalThis as unknown as EditorStandIn).asked),
    stored: () => page.evaluate(() => (globalThis as unknown as EditorStandIn).stored),
    setTheme: (next) => setTheme(page, next),
  };
}

/** What `standInForEditor` leaves in the page. */
interface EditorStandIn {
  readonly asked: readonly FromDashboard[];
  readonly stored: unknown;
}

/** Runs in the page, before its script. */
function standInForEditor(stored: unknown): void {
  const standIn = {
    asked: [] as unknown[],
    stored,
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => standIn.asked.push(message),
      getState: () => standIn.stored ?? undefined,
      setState: (state: unknown) => {
        standIn.stored = state;
      },
    }),
  };
  Object.assign(globalThis, { acquireVsCodeApi: standIn.acquireVsCodeApi });
  Object.defineProperty(globalThis, "asked", { get: () => standIn.asked });
  Object.defineProperty(globalThis, "stored", { get: () => standIn.stored });
}

async function setTheme(page: Page, theme: Theme): Promise<void> {
  const file = path.join(import.meta.dirname, "themes", `${theme}.json`);
  const variables: unknown = JSON.parse(await readFile(file, "utf8"));
  await page.evaluate(
    ([values, name]) => {
      const { style } = document.documentElement;
      for (const property of Array.from(style)) style.removeProperty(property);
      for (const [property, value] of Object.entries(values as object)) {
        style.setProperty(property, String(value));
      }
      document.body.className = name;
    },
    [variables, BODY_CLASSES[theme]] as const,
  );
}

/** The panel's page, under the panel's own policy. */
function html(theme: Theme): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${pagePolicy("test")}">
    <title>Patchbay</title>
  </head>
  <body class="${BODY_CLASSES[theme]}">
    <script nonce="test" src="${ORIGIN}/dashboard.js"></script>
  </body>
</html>`;
}

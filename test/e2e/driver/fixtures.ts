import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test as base } from "@playwright/test";
import { chromiumArgs } from "../../../scripts/browser/chromium.mjs";
import { copyExample } from "../../../scripts/editor/example.mjs";
import { startEditor, type Editor, type EditorOptions } from "./editor.ts";
import { installed } from "./install.ts";
import { Workbench } from "./workbench.ts";

interface TestFixtures {
  /** A workbench on a copy of the example workspace that the test may change. */
  readonly workbench: Workbench;
  /** A workbench on a folder with nothing in it. */
  readonly emptyWorkbench: Workbench;
  /** Opens a folder in the test's page. */
  readonly openFolder: (folder: string) => Promise<Workbench>;
}

interface WorkerFixtures extends EditorOptions {
  readonly editor: Editor;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  theme: ["Dark 2026", { option: true, scope: "worker" }],
  vsix: ["platform", { option: true, scope: "worker" }],
  workspaceTrust: [false, { option: true, scope: "worker" }],

  editor: [
    async ({ theme, vsix, workspaceTrust }, use) => {
      const editor = await startEditor({ theme, vsix, workspaceTrust });
      await use(editor);
      await editor.stop();
    },
    { scope: "worker", timeout: 300_000 },
  ],

  browser: [
    async ({ playwright }, use) => {
      const browser = await playwright.chromium.launch({
        executablePath: installed.chromium,
        args: chromiumArgs,
      });
      await use(browser);
      await browser.close();
    },
    { scope: "worker", timeout: 300_000 },
  ],

  viewport: { width: 1280, height: 800 },

  openFolder: async ({ editor, page }, use, { project }) => {
    const pictures = path.resolve(
      import.meta.dirname,
      "../../../test-results/pictures",
      project.name,
    );
    await use((folder) => Workbench.open(page, { url: editor.url, folder, pictures }));
  },

  workbench: async ({ openFolder, page }, use) => {
    const example = await copyExample();
    await use(await openFolder(example.folder));
    await page.close();
    await example.remove();
  },

  emptyWorkbench: async ({ openFolder, page }, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "patchbay-empty-"));
    await use(await openFolder(folder));
    await page.close();
    // Windows may hold a file of an editor that has only just ended.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
});

export { expect } from "@playwright/test";

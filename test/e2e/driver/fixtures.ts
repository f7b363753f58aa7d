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
    { scope: "worker", timeout: 120_000 },
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
    { scope: "worker", timeout: 120_000 },
  ],

  viewport: { width: 1280, height: 800 },

  workbench: async ({ editor, page }, use, { project }) => {
    const example = await copyExample();
    const pictures = path.resolve(
      import.meta.dirname,
      "../../../test-results/pictures",
      project.name,
    );
    const { folder } = example;
    const workbench = await Workbench.open(page, { url: editor.url, folder, pictures });
    await use(workbench);
    await page.close();
    await example.remove();
  },
});

export { expect } from "@playwright/test";

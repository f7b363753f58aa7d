import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import { TextEditor } from "./text-editor.ts";

interface WorkbenchOptions {
  readonly url: string;
  readonly folder: string;
  /** Where pictures for people go. */
  readonly pictures: string;
}

/** The whole window. Everything is done as a person would: by keyboard and mouse, on what can be seen. */
export class Workbench {
  readonly page: Page;
  readonly folder: string;
  readonly editor: TextEditor;

  readonly #pictures: string;

  private constructor(page: Page, { folder, pictures }: WorkbenchOptions) {
    this.page = page;
    this.folder = folder;
    this.#pictures = pictures;
    this.editor = new TextEditor(page);
  }

  static async open(page: Page, options: WorkbenchOptions): Promise<Workbench> {
    await page.goto(`${options.url}/?folder=${encodeURIComponent(options.folder)}`);
    const workbench = new Workbench(page, options);
    await expect(page.locator(".monaco-workbench .statusbar-item").first()).toBeVisible();
    return workbench;
  }

  /** What is on disk, whatever the editor shows. */
  read(file: string): Promise<string> {
    return readFile(path.join(this.folder, file), "utf8");
  }

  /** Writes a file behind the editor's back. */
  async write(file: string, text: string): Promise<void> {
    const target = path.join(this.folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }

  /** Runs a command by its title in the command palette. */
  async run(title: string): Promise<void> {
    await this.#choose("F1", `>${title}`, title);
  }

  async openFile(file: string): Promise<void> {
    await this.#choose("Control+P", file, path.basename(file));
    await expect(this.activeTab).toContainText(path.basename(file));
    await this.editor.focus();
  }

  /** Picks one of the rows of the list that is open. */
  async pick(label: string | RegExp): Promise<void> {
    await this.quickPickRows.filter({ hasText: label }).first().click({ timeout: 30_000 });
  }

  /** Fires a hook with the payload that is offered. Starts over when the list closed under its hands. */
  async fireSample(hook: string): Promise<void> {
    await expect(async () => {
      await this.run("Patchbay: Fire Hook…");
      await this.pick(hook);
      await this.pick("Fire with sample payload");
    }).toPass();
  }

  get quickPickRows(): Locator {
    return this.page.locator(".quick-input-widget .quick-input-list .monaco-list-row");
  }

  get activeTab(): Locator {
    return this.page.locator(".editor-group-container.active .tab.active");
  }

  /** The item of the status bar that reads so. */
  statusItem(text: string | RegExp): Locator {
    return this.page.locator(".statusbar-item").filter({ hasText: text });
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator(".notification-toast").filter({ hasText: text });
  }

  async save(): Promise<void> {
    await this.page.keyboard.press("Control+S");
    await expect(this.activeTab).not.toHaveClass(/\bdirty\b/);
  }

  /** Leaves a picture of the window for a person to look at. Nothing is compared with it. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(this.#pictures, `${name}.png`) });
  }

  /**
   * Opens one of the lists at the top, filters it, and chooses a row. Asks again when the row is not there: a window
   * that is still loading loses key strokes and knows only some of its commands and files.
   */
  async #choose(shortcut: string, filter: string, label: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input.input");
    const row = this.quickPickRows.filter({ hasText: label }).first();
    await expect(async () => {
      await this.page.keyboard.press("Escape");
      await this.page.keyboard.press(shortcut);
      await input.fill(filter, { timeout: 5_000 });
      await expect(row).toBeVisible({ timeout: 5_000 });
      await row.click({ timeout: 5_000 });
    }).toPass();
  }
}

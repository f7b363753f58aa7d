import { expect, type Locator } from "@playwright/test";
import type { Workbench } from "./workbench.ts";

/** The tree of plugins behind Patchbay's icon in the activity bar. */
export class PluginsView {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  async open(): Promise<void> {
    const icon = this.#workbench.page.locator(".activitybar .action-label[aria-label^='Patchbay']");
    await icon.first().click();
    await expect(this.#pane).toBeVisible();
  }

  get #pane(): Locator {
    return this.#workbench.page
      .locator(".sidebar .pane-body, .sidebar .tree-explorer-viewlet-tree-view")
      .first();
  }

  /** A plugin's row, or that of something below it. */
  row(text: string | RegExp): Locator {
    return this.#workbench.page
      .locator(".sidebar .monaco-list-row[role='treeitem']")
      .filter({ hasText: text });
  }

  /** Clicks one of the icons that a row shows under the pointer. */
  async clickInline(plugin: string, action: string): Promise<void> {
    const row = this.row(plugin);
    await row.hover();
    await row.locator(`.action-label[aria-label^='${action}']`).click();
  }

  /** Chooses from the menu that a row shows on a right click. */
  async chooseFromMenu(plugin: string, action: string): Promise<void> {
    await this.row(plugin).click({ button: "right" });
    const menu = this.#workbench.page.locator(".monaco-menu");
    // The editor takes no click on a menu that has only just opened: it may be the end of the one that opened it.
    const item = menu.locator(".action-item").filter({ hasText: action }).first();
    await expect(item).toBeVisible();
    await expect(async () => {
      // It may have closed late, by the click before.
      if (await menu.isVisible()) await item.click({ timeout: 2_000 });
      await expect(menu).toBeHidden({ timeout: 2_000 });
    }).toPass();
  }

  /** Resolves when the view has said so, however briefly. Ask before what makes it speak. */
  async says(text: string): Promise<void> {
    await this.#workbench.page.waitForFunction(
      (wanted) => document.querySelector(".sidebar")?.textContent.includes(wanted),
      text,
      { polling: "raf" },
    );
  }

  /** What the view says where its rows are not, or above them. */
  get message(): Locator {
    return this.#workbench.page.locator(".sidebar .message, .sidebar .welcome-view");
  }
}

import { expect, type Locator } from "@playwright/test";
import type { Workbench } from "./workbench.ts";

/** The menu of what can be done about the place of the cursor. */
export class QuickFixes {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  get #rows(): Locator {
    return this.#workbench.page.locator(".action-widget .monaco-list-row");
  }

  /** Opens the menu and chooses. Asks again where the diagnostics were still on their way. */
  async choose(title: string | RegExp): Promise<void> {
    const row = this.#rows.filter({ hasText: title }).first();
    await expect(async () => {
      await this.#workbench.editor.press("Escape");
      await this.#workbench.editor.press("Control+.");
      await expect(row).toBeVisible({ timeout: 5_000 });
    }).toPass();
    await row.click();
    await expect(this.#rows).toHaveCount(0);
  }
}

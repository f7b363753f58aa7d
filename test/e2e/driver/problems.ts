import { expect, type Locator } from "@playwright/test";
import type { Workbench } from "./workbench.ts";

/** The Problems panel: the diagnostics of every file, with their codes and places. */
export class Problems {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  async open(): Promise<void> {
    await this.#workbench.run("View: Focus Problems");
    await expect(this.#workbench.page.locator(".markers-panel")).toBeVisible();
  }

  /** The row with this code or place, e.g. `manifest/missing-field`. It ends in its place: `[Ln 3, Col 5]`. */
  row(text: string): Locator {
    return this.#workbench.page
      .locator(".markers-panel .monaco-list-row")
      .filter({ hasText: text });
  }
}

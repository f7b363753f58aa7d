import { expect, type Locator } from "@playwright/test";
import type { Workbench } from "./workbench.ts";

/** The editor's debugger, as it looks while something is debugged. */
export class Debugger {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  get toolbar(): Locator {
    return this.#workbench.page.locator(".debug-toolbar");
  }

  /** Waits until code is halted before this line, from 1, and shown there. */
  async haltedAt(file: string, line: number): Promise<void> {
    const page = this.#workbench.page;
    const name = file.split("/").at(-1) ?? file;
    await expect(
      page.locator(".debug-call-stack .monaco-list-row").filter({ hasText: name }).first(),
    ).toContainText(`${name}${line}:`);
    await expect(page.locator(".debug-top-stack-frame-line").first()).toBeVisible();
  }

  async continue(): Promise<void> {
    await this.toolbar.locator(".action-label[aria-label^='Continue']").click();
  }

  /** Detaches: what was halted goes on. */
  async stop(): Promise<void> {
    await this.toolbar.locator(".action-label[aria-label^='Disconnect']").click();
  }
}

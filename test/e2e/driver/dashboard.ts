import { expect, type FrameLocator } from "@playwright/test";
import type { Workbench } from "./workbench.ts";

/** The dashboard's page: a webview, which is two frames deep. */
export class Dashboard {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  async open(): Promise<FrameLocator> {
    await this.#workbench.run("Patchbay: Open Dashboard");
    const page = this.page;
    await expect(page.locator("patchbay-dashboard")).toBeVisible();
    return page;
  }

  get page(): FrameLocator {
    return this.#workbench.page
      .frameLocator("iframe.webview.ready")
      .frameLocator("iframe#active-frame");
  }
}

import { expect, type Locator, type Page } from "@playwright/test";

/** The text editor that has the focus. Lines and columns count from 1, as it shows them. */
export class TextEditor {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get #widget(): Locator {
    return this.#page.locator(".editor-group-container.active .editor-instance .monaco-editor");
  }

  async focus(): Promise<void> {
    await this.#widget
      .first()
      .locator(".view-lines")
      .click({ position: { x: 200, y: 1 } });
  }

  /** The line that is shown with this text, in this editor or another. Only lines in view are there. */
  line(text: string | RegExp): Locator {
    return this.#page.locator(".editor-instance .view-line").filter({ hasText: text });
  }

  /** Where something is underlined as an error or as a warning. */
  squiggles(severity: "error" | "warning"): Locator {
    return this.#widget.locator(`.squiggly-${severity}`);
  }

  /** What stands above lines in view in small letters: its words, and its commands. */
  lenses(text: string | RegExp): Locator {
    return this.#widget.locator(".codelens-decoration:visible").filter({ hasText: text });
  }

  /** Clicks the uppermost command with this title. Starts over when they are drawn anew under its hands. */
  async clickLens(title: string): Promise<void> {
    await expect(async () => {
      const commands = this.#widget.locator(".codelens-decoration a:visible");
      const lenses = await commands.filter({ hasText: title }).all();
      const heights = await Promise.all(
        lenses.map(async (lens) => (await lens.boundingBox({ timeout: 1_000 }))?.y ?? Infinity),
      );
      const uppermost = lenses[heights.indexOf(Math.min(...heights))];
      expect(uppermost).toBeDefined();
      await uppermost?.click({ timeout: 2_000 });
    }).toPass();
  }

  async goTo(line: number, column = 1): Promise<void> {
    await this.#page.keyboard.press("Control+G");
    const input = this.#page.locator(".quick-input-widget input.input");
    await expect(input).toBeVisible();
    await input.fill(`:${line}:${column}`);
    await input.press("Enter");
    await expect(input).toBeHidden();
  }

  /** To the end of the last line. */
  async goToEnd(): Promise<void> {
    await this.goTo(100_000);
    await this.press("End");
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  async press(keys: string): Promise<void> {
    await this.#page.keyboard.press(keys);
  }

  /** The list of suggestions, after asking for it. */
  async suggestions(): Promise<Locator> {
    await this.#page.keyboard.press("Control+Space");
    const list = this.#page.locator(".suggest-widget.visible .monaco-list-row");
    await expect(list.first()).toBeVisible();
    return list;
  }

  /** What is shown about the place of the cursor, after asking for it. */
  async hover(): Promise<Locator> {
    await this.#page.keyboard.press("Control+K");
    await this.#page.keyboard.press("Control+I");
    const hover = this.#page.locator(".monaco-hover:not(.hidden) .hover-contents");
    await expect(hover.first()).toBeVisible();
    return hover;
  }
}

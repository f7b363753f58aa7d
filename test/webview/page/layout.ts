import type { Page } from "@playwright/test";

/** Elements that stick out of the page on the right, except inside what scrolls sideways by itself. */
export function overflowing(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const visit = (root: Document | ShadowRoot | Element): void => {
      for (const element of root.children) {
        const { overflowX } = getComputedStyle(element);
        const scrolls = overflowX === "auto" || overflowX === "scroll";
        const { right, width } = element.getBoundingClientRect();
        if (width > 0 && right > innerWidth + 0.5) {
          found.push(`${element.localName}.${element.className} ends at ${right}`);
        }
        if (scrolls && element.scrollWidth > element.clientWidth && element.localName !== "pre") {
          found.push(`${element.localName}.${element.className} scrolls sideways`);
        }
        if (scrolls) continue;
        if (element.shadowRoot) visit(element.shadowRoot);
        visit(element);
      }
    };
    visit(document);
    return found;
  });
}

/** The element with the focus, as a screen reader would name it. */
export function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return (
      element?.getAttribute("aria-label") ??
      element?.getAttribute("data-key") ??
      element?.textContent?.trim() ??
      ""
    );
  });
}

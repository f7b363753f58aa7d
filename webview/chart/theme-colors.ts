/** What the chart draws with. A canvas knows no CSS variables, so they are read out for it. */
export interface ChartColors {
  readonly text: string;
  readonly grid: string;
  readonly line: string;
  readonly area: string;
  readonly error: string;
}

/** Reads the theme's colours as they apply to this element now; the system's own where it forces them. */
export function readChartColors(element: Element): ChartColors {
  if (matchMedia("(forced-colors: active)").matches) {
    return {
      text: "CanvasText",
      grid: "GrayText",
      line: "LinkText",
      area: "transparent",
      error: "CanvasText",
    };
  }
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  const text = read("--vscode-descriptionForeground") || read("--vscode-foreground");
  const line = read("--vscode-charts-blue") || text;
  return {
    text,
    grid: `color-mix(in srgb, ${read("--vscode-charts-lines") || text} 30%, transparent)`,
    line,
    area: `color-mix(in srgb, ${line} 12%, transparent)`,
    error: read("--vscode-charts-red") || read("--vscode-errorForeground"),
  };
}

/** Calls back whenever the colours may have changed: another theme, or forced colours. Returns how to stop it. */
export function watchChartColors(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  // VS Code says which theme applies on the body, and gives its colours as variables on the root element.
  observer.observe(document.body, { attributeFilter: ["class", "data-vscode-theme-id"] });
  observer.observe(document.documentElement, { attributeFilter: ["style"] });
  const forced = matchMedia("(forced-colors: active)");
  forced.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    forced.removeEventListener("change", changed);
  };
}

import { css, unsafeCSS, type CSSResult } from "lit";
import chartStyles from "uplot/dist/uPlot.min.css";

/** The chart library's own styles, with the theme's font and crosshair. */
export const timelineChartStyles: readonly CSSResult[] = [
  unsafeCSS(chartStyles),
  css`
    .uplot {
      font-family: inherit;
    }
    .u-hz .u-cursor-x {
      border-right: 1px dashed var(--vscode-descriptionForeground);
    }
    .u-cursor-pt {
      forced-color-adjust: none;
    }
  `,
];

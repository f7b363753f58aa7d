import uPlot from "uplot";
import type { HookSample } from "../../schemas/index.ts";
import { formatClock, formatDuration } from "../format/index.ts";
import { drawFailures } from "./failures.ts";
import { timeRange, toSeries } from "./series.ts";
import { readChartColors, watchChartColors, type ChartColors } from "./theme-colors.ts";

const HEIGHT_PX = 180;
/** Room for `12.3 ms` and `14:03:22` at the editor's usual text size. */
const LABEL_SPACE_PX = 84;

/** Durations over time, drawn in the theme's colours. Failed calls are crosses, so that colour is not all that tells. */
export class TimelineChart {
  readonly #host: HTMLElement;
  readonly #chart: uPlot;
  readonly #stopWatching: () => void;
  readonly #resizes: ResizeObserver;
  #colors: ChartColors;

  /** Draws into `host`, as wide as it is. `hovered` is told the index of the call under the pointer, or null. */
  constructor(host: HTMLElement, hovered: (index: number | null) => void) {
    this.#host = host;
    this.#colors = readChartColors(host);
    this.#chart = new uPlot(this.#options(hovered), [[], [], []], host);
    this.#stopWatching = watchChartColors(() => this.#recolor());
    this.#resizes = new ResizeObserver(() => this.#fit());
    this.#resizes.observe(host);
  }

  show(samples: readonly HookSample[]): void {
    const { times, durations, failures } = toSeries(samples);
    this.#chart.setData([times, durations, failures]);
  }

  dispose(): void {
    this.#resizes.disconnect();
    this.#stopWatching();
    this.#chart.destroy();
  }

  #fit(): void {
    const width = this.#host.clientWidth;
    if (width > 0) this.#chart.setSize({ width, height: HEIGHT_PX });
  }

  #recolor(): void {
    this.#colors = readChartColors(this.#host);
    this.#chart.redraw(false);
  }

  #options(hovered: (index: number | null) => void): uPlot.Options {
    return {
      width: Math.max(this.#host.clientWidth, 1),
      height: HEIGHT_PX,
      padding: [8, 28, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      scales: { x: { range: ({ data: [times] }) => timeRange(times) }, y: { range: fromZero } },
      axes: [
        this.#axis({ space: LABEL_SPACE_PX, size: 28, values: (_, times) => times.map(label) }),
        this.#axis({
          space: 40,
          size: 56,
          values: (_, durations) => durations.map(formatDuration),
        }),
      ],
      series: [
        {},
        {
          stroke: () => this.#colors.line,
          fill: () => this.#colors.area,
          width: 1.5,
          points: { show: true, size: 5, fill: () => this.#colors.line, width: 0 },
        },
        { paths: () => null, points: { show: false } },
      ],
      hooks: {
        draw: [(chart) => drawFailures(chart, this.#colors.error)],
        setCursor: [(chart) => hovered(chart.cursor.idx ?? null)],
      },
    };
  }

  #axis(options: uPlot.Axis): uPlot.Axis {
    const font = getComputedStyle(this.#host).fontFamily || "sans-serif";
    return {
      ...options,
      font: `11px ${font}`,
      stroke: () => this.#colors.text,
      grid: { stroke: () => this.#colors.grid, width: 1 },
      ticks: { show: false },
    };
  }
}

function label(seconds: number): string {
  return formatClock(seconds * 1000);
}

/** Durations are compared with nothing, so the axis starts there. */
function fromZero(_: uPlot, __: number, longest: number): uPlot.Range.MinMax {
  return [0, longest > 0 ? longest * 1.15 : 1];
}

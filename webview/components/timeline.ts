import {
  css,
  html,
  LitElement,
  nothing,
  type CSSResultGroup,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import type { HookSample } from "../../schemas/index.ts";
import { describeTimeline, TimelineChart, timelineChartStyles } from "../chart/index.ts";
import { formatDuration, formatPreciseClock } from "../format/index.ts";
import type { Timeline } from "../state/index.ts";
import { baseStyles } from "./base-styles.ts";
import "./call-table.ts";
import { ask } from "./events.ts";

/** The calls of one plugin and hook over time: a chart, the same in words, and every call as a row. */
export class TimelineView extends LitElement {
  static override readonly properties = {
    timeline: { attribute: false },
    hovered: { state: true },
  };
  static override readonly styles: CSSResultGroup = [
    baseStyles,
    ...timelineChartStyles,
    css`
      :host {
        display: block;
      }
      figure {
        margin: 0;
      }
      figcaption {
        min-height: 1.5em;
        line-height: 1.5;
        margin-bottom: 4px;
        color: var(--vscode-descriptionForeground);
        font-size: 0.92em;
        font-variant-numeric: tabular-nums;
      }
      .readout {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        color: var(--vscode-foreground);
      }
      @container detail (max-width: 480px) {
        figcaption {
          min-height: 3em;
        }
      }
      .chart {
        height: 180px;
        overflow: hidden;
      }
      .empty {
        display: grid;
        justify-items: start;
        gap: 10px;
        padding: 4px 0;
        color: var(--vscode-descriptionForeground);
      }
      .empty p {
        margin: 0;
      }
      patchbay-call-table {
        margin-top: 12px;
      }
    `,
  ];

  timeline: Timeline | null = null;
  hovered: number | null = null;
  #chart: TimelineChart | null = null;

  override render(): TemplateResult | typeof nothing {
    if (!this.timeline) return nothing;
    const { hook, samples, loaded } = this.timeline;
    if (samples.length === 0) return this.#empty(hook, loaded);
    const summary = describeTimeline(samples);
    const call = this.hovered === null ? undefined : samples[this.hovered];
    return html`<figure>
        <figcaption>
          ${call ? html`<span class="readout">${readOut(call)}</span>` : summary}
        </figcaption>
        <div class="chart" role="img" aria-label="Durations of ${hook}: ${summary}"></div>
      </figure>
      <patchbay-call-table .samples=${samples}></patchbay-call-table>`;
  }

  #empty(hook: string, loaded: boolean): TemplateResult {
    if (!loaded) return html`<div class="empty"><p>Reading the calls…</p></div>`;
    return html`<div class="empty">
      <p>No calls yet. They appear here as <span class="code">${hook}</span> is fired.</p>
      <vscode-button secondary @click=${() => ask(this, { kind: "fire", hook })}>
        Fire ${hook}…
      </vscode-button>
    </div>`;
  }

  override updated(changed: PropertyValues<this>): void {
    const host = this.renderRoot.querySelector<HTMLElement>(".chart");
    if (!host) {
      this.#dropChart();
      return;
    }
    if (!this.#chart) this.#chart = new TimelineChart(host, (index) => (this.hovered = index));
    else if (!changed.has("timeline")) return;
    this.#chart.show(this.timeline?.samples ?? []);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#dropChart();
  }

  #dropChart(): void {
    this.#chart?.dispose();
    this.#chart = null;
    this.hovered = null;
  }
}
customElements.define("patchbay-timeline", TimelineView);

function readOut({ timestamp, duration_ms: durationMs, status, error }: HookSample): string {
  const outcome = status === "error" ? `failed: ${error ?? "no message"}` : "succeeded";
  return `${formatPreciseClock(timestamp)}, ${formatDuration(durationMs)}, ${outcome}`;
}

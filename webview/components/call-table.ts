import { css, html, LitElement, type CSSResultGroup, type TemplateResult } from "lit";
import type { HookSample } from "../../schemas/index.ts";
import { formatDuration, formatFullTime, formatPreciseClock } from "../format/index.ts";
import { baseStyles } from "./base-styles.ts";
import { icons } from "./icons.ts";

/** The calls of the timeline, latest first, as they were recorded. */
export class CallTable extends LitElement {
  static override readonly properties = { samples: { attribute: false } };
  static override readonly styles: CSSResultGroup = [
    baseStyles,
    css`
      :host {
        display: block;
        max-height: 264px;
        overflow: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      th {
        position: sticky;
        top: 0;
        height: 24px;
        background: var(--vscode-editor-background);
        color: var(--vscode-descriptionForeground);
        font-size: 0.92em;
        font-weight: normal;
        text-align: left;
      }
      th,
      td {
        padding: 2px 12px 2px 0;
        vertical-align: top;
        white-space: nowrap;
      }
      th:nth-child(2),
      td:nth-child(2) {
        text-align: right;
      }
      .outcome {
        width: 100%;
        white-space: normal;
        overflow-wrap: anywhere;
        user-select: text;
      }
      .outcome > span {
        display: flex;
        gap: 6px;
      }
    `,
  ];

  samples: readonly HookSample[] = [];

  override render(): TemplateResult {
    return html`<table tabindex="0" aria-label="Calls, latest first">
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Duration</th>
          <th scope="col">Outcome</th>
        </tr>
      </thead>
      <tbody>
        ${this.samples.toReversed().map(callRow)}
      </tbody>
    </table>`;
  }
}
customElements.define("patchbay-call-table", CallTable);

function callRow({
  timestamp,
  duration_ms: durationMs,
  status,
  error,
}: HookSample): TemplateResult {
  return html`<tr>
    <td class="quiet" title=${formatFullTime(timestamp)}>${formatPreciseClock(timestamp)}</td>
    <td>${formatDuration(durationMs)}</td>
    <td class="outcome">
      ${
        status === "error"
          ? html`<span class="bad">${icons.error}<span>${error ?? "Failed"}</span></span>`
          : html`<span class="good">${icons.active}Success</span>`
      }
    </td>
  </tr>`;
}

import { css, html, LitElement, type CSSResultGroup, type TemplateResult } from "lit";
import { formatCount, formatDuration } from "../format/index.ts";
import type { HookRow } from "../state/index.ts";
import { baseStyles } from "./base-styles.ts";
import { ask, choose } from "./events.ts";
import { icons } from "./icons.ts";

/** One plugin's hooks. The one whose timeline is shown is marked; choosing a name shows another's. */
export class HookTable extends LitElement {
  static override readonly properties = {
    hooks: { attribute: false },
    shown: { attribute: false },
  };
  static override readonly styles: CSSResultGroup = [
    baseStyles,
    css`
      :host {
        display: block;
        overflow-x: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th,
      td {
        height: 26px;
        padding: 0 6px;
        text-align: right;
        font-weight: normal;
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }
      thead th {
        color: var(--vscode-descriptionForeground);
        font-size: 0.92em;
      }
      th:first-child {
        width: 100%;
        max-width: 0;
        text-align: left;
      }
      td:last-child {
        padding: 0 0 0 4px;
      }
      .hook {
        display: block;
        max-width: 100%;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      tr[aria-current="true"] {
        background: var(--vscode-list-inactiveSelectionBackground);
        box-shadow: inset 2px 0 0 var(--vscode-focusBorder);
        outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
      }
      tbody tr:hover:not([aria-current]) {
        background: var(--vscode-list-hoverBackground);
      }
      @container detail (max-width: 480px) {
        .p50,
        .last {
          display: none;
        }
      }
    `,
  ];

  hooks: readonly HookRow[] = [];
  shown: string | null = null;

  override render(): TemplateResult {
    return html`<table>
      <thead>
        <tr>
          <th scope="col">Hook</th>
          <th scope="col">Calls</th>
          <th scope="col">Failed</th>
          <th scope="col">Average</th>
          <th scope="col" class="p50">p50</th>
          <th scope="col">p95</th>
          <th scope="col" class="last">Last</th>
          <td></td>
        </tr>
      </thead>
      <tbody>
        ${this.hooks.map((hook) => this.#row(hook))}
      </tbody>
    </table>`;
  }

  #row({ hook, ...stats }: HookRow): TemplateResult {
    return html`<tr aria-current=${hook === this.shown ? "true" : "false"}>
      <th scope="row">
        <button
          class="link hook code"
          type="button"
          title="Show the timeline of ${hook}"
          @click=${() => choose(this, { hook })}
        >
          ${hook}
        </button>
      </th>
      <td>${formatCount(stats.invocations)}</td>
      <td class=${stats.failures > 0 ? "failing" : "quiet"}>${formatCount(stats.failures)}</td>
      <td>${formatDuration(stats.averageMs)}</td>
      <td class="p50">${formatDuration(stats.p50Ms)}</td>
      <td>${formatDuration(stats.p95Ms)}</td>
      <td class="last">${formatDuration(stats.lastMs)}</td>
      <td>
        <button
          class="icon-button"
          type="button"
          title="Fire ${hook}…"
          aria-label="Fire ${hook}…"
          @click=${() => this.#fire(hook)}
        >
          ${icons.fire}
        </button>
      </td>
    </tr>`;
  }

  /** Also selects the hook, so that the result is in view. */
  #fire(hook: string): void {
    choose(this, { hook });
    ask(this, { kind: "fire", hook });
  }
}
customElements.define("patchbay-hook-table", HookTable);

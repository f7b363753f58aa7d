import { html, nothing, type TemplateResult } from "lit";
import { formatCount, formatDuration } from "../format/index.ts";
import { headline, type PluginRow } from "../state/index.ts";
import { actionButton, rowActions } from "./action-button.ts";
import { ask } from "./events.ts";
import { icons } from "./icons.ts";
import { stateLabel } from "./state-view.ts";

/** The cells of one plugin's row. Buttons are in the tab order of the row that has the focus only. */
export function rowCells(from: HTMLElement, row: PluginRow, isCurrent: boolean): TemplateResult {
  const tabIndex = isCurrent ? 0 : -1;
  return html`
    <div role="rowheader" class="name" title=${row.description ?? row.name}>
      <span class="title">${row.name}</span>
      <span class="description quiet">${row.description ?? ""}</span>
    </div>
    <div role="gridcell" class="stateCell">${stateLabel(row.state)}</div>
    <div role="gridcell" class="number invocations" data-unit="calls">
      ${formatCount(row.invocations)}
    </div>
    <div
      role="gridcell"
      class="number failures ${row.failures > 0 ? "failing" : "none"}"
      data-unit="failed"
    >
      ${formatCount(row.failures)}
    </div>
    <div
      role="gridcell"
      class="number time average ${row.averageMs === null ? "none" : ""}"
      data-unit="avg"
    >
      ${formatDuration(row.averageMs)}
    </div>
    <div role="gridcell" class="number time ${row.p95Ms === null ? "none" : ""}" data-unit="p95">
      ${formatDuration(row.p95Ms)}
    </div>
    <div role="gridcell" class="secrets warn">${missingSecrets(from, row, tabIndex)}</div>
    <div role="gridcell" class="problem bad">${lastError(row)}</div>
    <div role="gridcell" class="actions">
      ${rowActions(row).map((action) => actionButton(from, action, tabIndex))}
    </div>
  `;
}

function missingSecrets(
  from: HTMLElement,
  { missingSecrets: missing }: PluginRow,
  tabIndex: 0 | -1,
): TemplateResult | typeof nothing {
  const [first] = missing;
  if (first === undefined) return nothing;
  return html`<span class="missing">
    <button
      class="link secret"
      type="button"
      tabindex=${tabIndex}
      title="Set secret ${first}…"
      aria-label="Set missing secret ${first}…"
      @click=${(event: Event) => {
        event.stopPropagation(); // the row behind it would be chosen
        ask(from, { kind: "set-secret", name: first });
      }}
    >
      ${icons.key}<span class="ellipsis">${first}</span>
    </button>
    ${
      missing.length > 1
        ? html`<span class="more" title=${missing.join(", ")}>+${missing.length - 1}</span>`
        : nothing
    }
  </span>`;
}

function lastError(row: PluginRow): TemplateResult | typeof nothing {
  const message = headline(row);
  if (message === null) return nothing;
  return html`<span class="error" title=${message}
    >${icons.error}<span class="ellipsis">${message}</span></span
  >`;
}

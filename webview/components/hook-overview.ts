import { html, LitElement, nothing, svg, type CSSResultGroup, type TemplateResult } from "lit";
import { formatCount, formatCounted, formatDuration } from "../format/index.ts";
import { groupByHook, type HookGroup, type HookRow, type PluginRow } from "../state/index.ts";
import { baseStyles } from "./base-styles.ts";
import { ask, choose } from "./events.ts";
import { hookOverviewStyles } from "./hook-overview-styles.ts";
import { icons } from "./icons.ts";
import { stateIcon } from "./state-view.ts";

/** Hook by hook, the plugins that handle it in the order in which they are called, with their share of the calls. */
export class HookOverview extends LitElement {
  static override readonly properties = {
    rows: { attribute: false },
    only: { attribute: false },
    chosen: { attribute: false },
    chosenHook: { attribute: false },
  };
  static override readonly styles: CSSResultGroup = [baseStyles, hookOverviewStyles];

  rows: readonly PluginRow[] = [];
  /** The one hook to show; null shows all. */
  only: string | null = null;
  /** `key` of the plugin whose details are open, and the hook whose timeline they show. */
  chosen: string | null = null;
  chosenHook: string | null = null;

  override render(): TemplateResult {
    const groups = groupByHook(this.rows, this.only);
    const most = Math.max(
      1,
      ...groups.flatMap(({ handlers }) => handlers.map(({ stats }) => stats.invocations)),
    );
    if (groups.length === 0) {
      return html`<p class="quiet">None of these plugins declares a hook.</p>`;
    }
    return html`<table aria-label="Hooks">
      <thead>
        <tr>
          <th scope="col" title="Each hook, with its plugins in the order of their calls">Hook</th>
          <th scope="col" class="bar"><span class="visually-hidden">Share of calls</span></th>
          <th scope="col">Calls</th>
          <th scope="col">Failed</th>
          <th scope="col">Average</th>
          <th scope="col">p95</th>
          <th scope="col" class="last">Last</th>
        </tr>
      </thead>
      ${groups.map((group) => this.#group(group, most))}
    </table>`;
  }

  /** Puts the keyboard on a plugin, under the hook that was chosen with it. */
  focusRow(key: string): void {
    const selector = `[data-key="${CSS.escape(key)}"]`;
    const current = this.renderRoot.querySelector<HTMLElement>(`[aria-current="true"] ${selector}`);
    (current ?? this.renderRoot.querySelector<HTMLElement>(selector))?.focus();
  }

  #group({ hook, invocations, failures, handlers }: HookGroup, most: number): TemplateResult {
    return html`<tbody>
      <tr class="hook">
        <th scope="rowgroup">
          <span class="heading">
            <span class="code">${hook}</span>
            <span class="quiet">${formatCounted(handlers.length, "plugin")}</span>
            <button
              class="icon-button"
              type="button"
              title="Fire ${hook}…"
              aria-label="Fire ${hook}…"
              @click=${() => ask(this, { kind: "fire", hook })}
            >
              ${icons.fire}
            </button>
          </span>
        </th>
        <td class="bar"></td>
        <td>${formatCount(invocations)}</td>
        ${failureCell(failures)}
        <td></td>
        <td></td>
        <td class="last"></td>
      </tr>
      ${handlers.map(({ plugin, stats }) => this.#handler(plugin, stats, most))}
    </tbody>`;
  }

  #handler(plugin: PluginRow, stats: HookRow, most: number): TemplateResult {
    const { hook, invocations, failures } = stats;
    const isChosen = plugin.key === this.chosen && hook === this.chosenHook;
    return html`<tr class="handler" aria-current=${isChosen}>
      <th scope="row">
        <span class="plugin">
          ${stateIcon(plugin.state)}
          <button
            class="link ellipsis"
            type="button"
            data-key=${plugin.key}
            title="Show the timeline of ${hook} in ${plugin.name}"
            @click=${() => choose(this, { plugin: plugin.key, hook })}
          >
            ${plugin.name}
          </button>
        </span>
      </th>
      <td class="bar">${invocations > 0 ? bar(invocations / most, failures / most) : nothing}</td>
      <td>${formatCount(invocations)}</td>
      ${failureCell(failures)}
      <td>${formatDuration(stats.averageMs)}</td>
      <td>${formatDuration(stats.p95Ms)}</td>
      <td class="last">${formatDuration(stats.lastMs)}</td>
    </tr>`;
  }
}
customElements.define("patchbay-hook-overview", HookOverview);

function failureCell(failures: number): TemplateResult {
  return html`<td class=${failures > 0 ? "failing" : "quiet"}>${formatCount(failures)}</td>`;
}

/** At least a sliver: a call that was made can be seen. */
function percent(part: number): string {
  return `${part > 0 ? Math.max(part * 100, 1) : 0}%`;
}

/** Widths as attributes: the page's policy allows no style that comes with the markup. */
function bar(share: number, failed: number): TemplateResult {
  return html`<svg aria-hidden="true">
    ${svg`<rect class="calls" width=${percent(share)} height="100%" rx="1"></rect>
      <rect class="failed" width=${percent(failed)} height="100%" rx="1"></rect>`}
  </svg>`;
}

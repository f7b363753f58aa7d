import { html, LitElement, nothing, type CSSResultGroup, type TemplateResult } from "lit";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import {
  chosenRow,
  filterRows,
  sortRows,
  type DashboardState,
  type DashboardStore,
  type PluginRow,
} from "../state/index.ts";
import { baseStyles } from "./base-styles.ts";
import { dashboardStyles } from "./dashboard-styles.ts";
import "./empty-state.ts";
import { emptyViewOf, NO_MANIFEST_READ, NO_PLUGINS, STARTING } from "./empty-views.ts";
import { ASK, CHOOSE, type AskEvent, type ChooseEvent } from "./events.ts";
import "./filter-bar.ts";
import type { HookOverview } from "./hook-overview.ts";
import "./hook-overview.ts";
import { icons } from "./icons.ts";
import type { PluginDetail } from "./plugin-detail.ts";
import "./plugin-detail.ts";
import type { PluginTable } from "./plugin-table.ts";
import "./plugin-table.ts";
import "./problem-list.ts";
import "./view-tabs.ts";

/** The whole page. Shows the store's state, and carries what its parts ask for to the store. */
export class Dashboard extends LitElement {
  static override readonly styles: CSSResultGroup = [baseStyles, dashboardStyles];

  readonly #store: DashboardStore;
  #unsubscribe: (() => void) | null = null;
  /** What was open at the last rendering: the keyboard follows a change of it, not the page's first sight. */
  #openPlugin: string | null;

  constructor(store: DashboardStore) {
    super();
    this.#store = store;
    this.#openPlugin = store.state.choices.plugin;
    this.addEventListener(ASK, (event) => store.ask((event as AskEvent).detail)); // dispatched by `ask` only
    this.addEventListener(CHOOSE, (event) => store.choose((event as ChooseEvent).detail)); // likewise
    this.addEventListener("keydown", (event) => this.#closeOnEscape(event));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unsubscribe = this.#store.subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
  }

  override render(): TemplateResult {
    const { state } = this.#store;
    const empty = emptyViewOf(state.target) ?? (state.rows === null ? STARTING : null);
    return html`
      <div class="visually-hidden" role="status">${state.announcement}</div>
      ${
        empty
          ? html`<main class="bare">
              <h1 class="visually-hidden">Patchbay</h1>
              <patchbay-empty-state .view=${empty}></patchbay-empty-state>
            </main>`
          : this.#registry(state, state.rows ?? [])
      }
    `;
  }

  #registry(state: DashboardState, rows: readonly PluginRow[]): TemplateResult {
    const open = chosenRow(state);
    return html`<main class=${open ? "with-detail" : ""}>
      <header>
        ${this.#title(state)}
        ${
          rows.length === 0
            ? nothing
            : html`<patchbay-filter-bar
                .rows=${rows}
                .choices=${state.choices}
              ></patchbay-filter-bar>`
        }
        ${
          state.manifestProblems.length === 0
            ? nothing
            : html`<patchbay-problem-list
                .problems=${state.manifestProblems}
              ></patchbay-problem-list>`
        }
      </header>
      ${this.#plugins(state, rows)}
      ${
        open
          ? html`<patchbay-plugin-detail
              role="region"
              aria-label="Details of ${open.name}"
              .row=${open}
              .timeline=${state.timeline}
            ></patchbay-plugin-detail>`
          : nothing
      }
    </main>`;
  }

  #title({ target, choices, rows }: DashboardState): TemplateResult {
    return html`<div class="title">
      <div class="names">
        <h1 class="visually-hidden">Patchbay</h1>
        <patchbay-view-tabs .view=${choices.view}></patchbay-view-tabs>
        <span class="quiet target">${target.kind === "running" ? target.label : ""}</span>
      </div>
      <div class="buttons" ?hidden=${rows?.length === 0}>
        <vscode-button
          secondary
          @click=${() => this.#store.ask({ kind: "fire", hook: null })}
          title="Fire a hook with a payload"
        >
          <span class="label">${icons.fire}Fire…</span>
        </vscode-button>
        <vscode-button
          secondary
          @click=${() => this.#store.ask({ kind: "reload-all" })}
          title="Load every plugin's code anew"
        >
          <span class="label">${icons.reload}Reload All</span>
        </vscode-button>
      </div>
    </div>`;
  }

  #plugins(
    { choices, timeline, manifestProblems }: DashboardState,
    rows: readonly PluginRow[],
  ): TemplateResult {
    if (rows.length === 0) {
      const view = manifestProblems.length > 0 ? NO_MANIFEST_READ : NO_PLUGINS;
      return html`<patchbay-empty-state .view=${view}></patchbay-empty-state>`;
    }
    const shown = filterRows(rows, choices);
    if (shown.length === 0) {
      return html`<div class="no-match">
        <p>No plugin matches.</p>
        <vscode-button
          secondary
          @click=${() => this.#store.choose({ text: "", state: "all", hookFilter: null })}
        >
          Clear Filters
        </vscode-button>
      </div>`;
    }
    if (choices.view === "hooks") {
      return html`<patchbay-hook-overview
        .rows=${shown}
        .only=${choices.hookFilter}
        .chosen=${choices.plugin}
        .chosenHook=${timeline?.hook ?? null}
      ></patchbay-hook-overview>`;
    }
    return html`<patchbay-plugin-table
      .rows=${sortRows(shown, choices.sort)}
      .chosen=${choices.plugin}
      .sort=${choices.sort}
    ></patchbay-plugin-table>`;
  }

  /** On a narrow page the list and the details take each other's place, and the keyboard goes along. */
  override updated(): void {
    const { plugin } = this.#store.state.choices;
    const before = this.#openPlugin;
    this.#openPlugin = plugin;
    if (plugin === before) return;
    const list = this.renderRoot.querySelector<PluginTable | HookOverview>(
      "patchbay-plugin-table, patchbay-hook-overview",
    );
    if (plugin === null) {
      if (before !== null) void list?.updateComplete.then(() => list.focusRow(before)); // never rejects: our rendering does not throw
      return;
    }
    const detail = this.renderRoot.querySelector<PluginDetail>("patchbay-plugin-detail");
    const isAlone = list !== null && list.getClientRects().length === 0;
    if (isAlone) void detail?.updateComplete.then(() => detail.focusClose()); // likewise
  }

  #closeOnEscape(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (this.#store.state.choices.plugin !== null) this.#store.choose({ plugin: null });
  }
}
customElements.define("patchbay-dashboard", Dashboard);

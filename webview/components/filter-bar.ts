import { css, html, LitElement, type CSSResultGroup, type TemplateResult } from "lit";
import "@vscode-elements/elements/dist/vscode-option/index.js";
import "@vscode-elements/elements/dist/vscode-single-select/index.js";
import "@vscode-elements/elements/dist/vscode-textfield/index.js";
import { formatCount } from "../format/index.ts";
import {
  hooksOf,
  INITIAL_CHOICES,
  matchesState,
  type Choices,
  type PluginRow,
  type StateFilter,
} from "../state/index.ts";
import { baseStyles } from "./base-styles.ts";
import { choose } from "./events.ts";
import { icons } from "./icons.ts";
import { filterWord, STATE_VIEWS } from "./state-view.ts";

const FILTERS: readonly StateFilter[] = [
  "all",
  "attention",
  "active",
  "disabled",
  "failed",
  "invalid",
  "quarantined",
  "unloaded",
];

/** Search, hook and state: which plugins are shown. The counts are also the page's summary. */
export class FilterBar extends LitElement {
  static override readonly properties = {
    rows: { attribute: false },
    choices: { attribute: false },
  };
  static override readonly styles: CSSResultGroup = [
    baseStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
      }
      .fields {
        display: flex;
        flex: 1 1 340px;
        gap: 8px;
        max-width: 480px;
      }
      .search {
        flex: 3 1 0;
        min-width: 0;
        border-radius: 4px;
        background: var(--vscode-settings-textInputBackground);
      }
      vscode-textfield {
        display: block;
        width: 100%;
        /* The field's input would paint over its own rounded corners. */
        --vscode-settings-textInputBackground: transparent;
      }
      vscode-single-select {
        flex: 2 1 0;
        min-width: 0;
        width: auto;
      }
      .states {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }
      .chip {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        height: 24px;
        padding: 0 8px;
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 4px;
        white-space: nowrap;
        color: var(--vscode-descriptionForeground);
      }
      .chip:hover {
        background: var(--vscode-toolbar-hoverBackground);
        color: var(--vscode-foreground);
      }
      .chip[aria-pressed="true"] {
        background: var(--vscode-inputOption-activeBackground);
        border-color: var(--vscode-contrastActiveBorder, var(--vscode-inputOption-activeBorder));
        color: var(--vscode-inputOption-activeForeground);
        /* In high contrast the borders of pressed and unpressed are all but the same colour. */
        box-shadow: inset 0 0 0 1px var(--vscode-contrastActiveBorder, transparent);
      }
      @media (forced-colors: active) {
        .chip[aria-pressed="true"] {
          forced-color-adjust: none;
          background: Highlight;
          border-color: Highlight;
          color: HighlightText;
        }
        .chip[aria-pressed="true"] .icon {
          color: inherit;
        }
      }
      .chip:focus-visible {
        outline-offset: 1px;
      }
      .count {
        font-variant-numeric: tabular-nums;
        font-weight: 600;
      }
    `,
  ];

  rows: readonly PluginRow[] = [];
  choices: Choices = INITIAL_CHOICES;

  override render(): TemplateResult {
    return html`
      <div class="fields">
        <div class="search">
          <vscode-textfield
            type="text"
            placeholder="Search plugins"
            .label=${"Search plugins"}
            .value=${this.choices.text}
            @input=${(event: Event) => choose(this, { text: valueOf(event) })}
            @keydown=${this.#clearOnEscape}
          >
            <span slot="content-before">${icons.search}</span>
          </vscode-textfield>
        </div>
        ${this.#hookSelect()}
      </div>
      <div class="states" role="group" aria-label="Filter by state">
        ${FILTERS.map((filter) => this.#chip(filter))}
      </div>
    `;
  }

  /** Escape first clears the search; with nothing to clear it closes the details, as everywhere. */
  readonly #clearOnEscape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || this.choices.text === "") return;
    event.preventDefault();
    choose(this, { text: "" });
  };

  #hookSelect(): TemplateResult {
    const hooks = hooksOf(this.rows);
    const chosen = this.choices.hookFilter;
    // A hook that no plugin handles any more must still be there to be unchosen.
    const offered = chosen === null || hooks.includes(chosen) ? hooks : [...hooks, chosen];
    return html`<vscode-single-select
      .label=${"Filter by hook"}
      .value=${chosen ?? ""}
      @change=${(event: Event) => choose(this, { hookFilter: valueOf(event) || null })}
    >
      <vscode-option value="" ?selected=${chosen === null}>All hooks</vscode-option>
      ${offered.map(
        (hook) =>
          html`<vscode-option value=${hook} ?selected=${hook === chosen}>${hook}</vscode-option>`,
      )}
    </vscode-single-select>`;
  }

  #chip(filter: StateFilter): TemplateResult | string {
    const count = this.rows.filter((row) => matchesState(row, filter)).length;
    const isChosen = this.choices.state === filter;
    if (count === 0 && !isChosen && filter !== "all") return "";
    return html`<button
      class="chip ${toneOf(filter)}"
      type="button"
      aria-pressed=${isChosen}
      @click=${() => choose(this, { state: isChosen ? "all" : filter })}
    >
      ${iconOf(filter)}<span>${filterWord(filter)}</span
      ><span class="count">${formatCount(count)}</span>
    </button>`;
  }
}
customElements.define("patchbay-filter-bar", FilterBar);

function valueOf(event: Event): string {
  // Both controls have a `value`, as native ones do.
  return (event.target as HTMLElement & { value: string }).value;
}

function toneOf(filter: StateFilter): string {
  if (filter === "all") return "";
  return filter === "attention" ? "warn" : STATE_VIEWS[filter].tone;
}

function iconOf(filter: StateFilter): TemplateResult | string {
  if (filter === "all") return "";
  return filter === "attention" ? icons.warning : STATE_VIEWS[filter].icon;
}

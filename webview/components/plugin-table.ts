import {
  html,
  LitElement,
  type CSSResultGroup,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import type { PluginRow, Sort } from "../state/index.ts";
import { baseStyles } from "./base-styles.ts";
import { choose } from "./events.ts";
import { rowCells } from "./plugin-row.ts";
import { pluginTableStyles } from "./plugin-table-styles.ts";
import { COLUMNS, columnHeading } from "./table-columns.ts";
import { targetOfKey } from "./roving.ts";

/** The plugins, one row each. One row is in the tab order; the arrow keys move from row to row. */
export class PluginTable extends LitElement {
  static override readonly properties = {
    rows: { attribute: false },
    chosen: { attribute: false },
    sort: { attribute: false },
    current: { state: true },
  };
  static override readonly styles: CSSResultGroup = [baseStyles, pluginTableStyles];

  /** Those that the filter lets through, in the order shown. */
  rows: readonly PluginRow[] = [];
  chosen: string | null = null;
  sort: Sort | null = null;
  /** `key` of the row that the keyboard is on. */
  current: string | null = null;
  #focusedKey: string | null = null;

  override render(): TemplateResult {
    const current = this.#currentKey();
    return html`<div
      role="grid"
      aria-label="Plugins"
      aria-rowcount=${this.rows.length + 1}
      @keydown=${this.#move}
    >
      <div role="row" class="head" aria-rowindex="1">
        ${COLUMNS.map((column) => columnHeading(this, column, this.sort))}
        <div role="columnheader" class="actions-heading">
          <span class="visually-hidden">Actions</span>
        </div>
      </div>
      ${repeat(
        this.rows,
        (row) => row.key,
        (row, index) =>
          guard([row, index, row.key === current, row.key === this.chosen], () =>
            this.#row(row, index, row.key === current),
          ),
      )}
    </div>`;
  }

  #row(row: PluginRow, index: number, isCurrent: boolean): TemplateResult {
    return html`<div
      role="row"
      class="row"
      data-key=${row.key}
      aria-rowindex=${index + 2}
      aria-selected=${row.key === this.chosen}
      tabindex=${isCurrent ? 0 : -1}
      @click=${() => this.#choose(row.key)}
      @focus=${() => (this.current = row.key)}
    >
      ${rowCells(this, row, isCurrent)}
    </div>`;
  }

  /** Puts the keyboard on a plugin. */
  focusRow(key: string): void {
    this.#rowElement(key)?.focus();
  }

  override willUpdate(): void {
    const focused = this.shadowRoot?.activeElement;
    this.#focusedKey = focused instanceof HTMLElement ? (focused.dataset["key"] ?? null) : null;
  }

  /** A row that moved in the page has lost the focus on the way. */
  override updated(changed: PropertyValues<this>): void {
    if (changed.has("rows") && this.#focusedKey !== null && !this.shadowRoot?.activeElement) {
      this.#rowElement(this.#focusedKey)?.focus({ preventScroll: true });
    }
  }

  /** The row in the tab order: where the keyboard was, else the one chosen, else the first. */
  #currentKey(): string | null {
    const isShown = (key: string | null): boolean => this.rows.some((row) => row.key === key);
    if (isShown(this.current)) return this.current;
    return isShown(this.chosen) ? this.chosen : (this.rows[0]?.key ?? null);
  }

  #rowElement(key: string | null): HTMLElement | null {
    if (key === null) return null;
    return this.renderRoot.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  }

  readonly #move = (event: KeyboardEvent): void => {
    const onRow = event.target instanceof HTMLElement && event.target.dataset["key"];
    if (!onRow) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#choose(onRow);
      return;
    }
    const from = this.rows.findIndex((row) => row.key === onRow);
    const to = targetOfKey(event.key, from, this.rows.length);
    if (to === null) return;
    event.preventDefault();
    this.#rowElement(this.rows[to]?.key ?? null)?.focus();
  };

  #choose(key: string): void {
    this.current = key;
    choose(this, { plugin: key });
  }
}
customElements.define("patchbay-plugin-table", PluginTable);

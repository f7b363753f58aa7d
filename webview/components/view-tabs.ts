import { css, html, LitElement, type CSSResultGroup, type TemplateResult } from "lit";
import type { View } from "../state/index.ts";
import { baseStyles } from "./base-styles.ts";
import { choose } from "./events.ts";

const TABS: readonly { readonly view: View; readonly label: string }[] = [
  { view: "plugins", label: "Plugins" },
  { view: "hooks", label: "Hooks" },
];

/** Which way round the registry is shown. One tab is in the tab order; the arrow keys choose the other. */
export class ViewTabs extends LitElement {
  static override readonly properties = { view: { attribute: false } };
  static override readonly styles: CSSResultGroup = [
    baseStyles,
    css`
      .tabs {
        display: flex;
        gap: 16px;
      }
      button {
        height: 28px;
        color: var(--vscode-panelTitle-inactiveForeground);
        border-bottom: 1px solid transparent;
        font-size: 1.08em;
        border-radius: 2px;
      }
      @media (forced-colors: active) {
        [aria-selected="false"] {
          border-bottom: 0;
        }
      }
      button:hover {
        color: var(--vscode-panelTitle-activeForeground);
      }
      [aria-selected="true"] {
        color: var(--vscode-panelTitle-activeForeground);
        border-bottom-color: var(--vscode-panelTitle-activeBorder);
        font-weight: 600;
      }
    `,
  ];

  view: View = "plugins";

  override render(): TemplateResult {
    return html`<div class="tabs" role="tablist" aria-label="View" @keydown=${this.#move}>
      ${TABS.map(({ view, label }) => {
        const isChosen = view === this.view;
        return html`<button
          type="button"
          role="tab"
          data-view=${view}
          aria-selected=${isChosen}
          tabindex=${isChosen ? 0 : -1}
          @click=${() => choose(this, { view })}
        >
          ${label}
        </button>`;
      })}
    </div>`;
  }

  readonly #move = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    const view = this.view === "plugins" ? "hooks" : "plugins";
    choose(this, { view });
    this.renderRoot.querySelector<HTMLElement>(`[data-view=${view}]`)?.focus();
  };
}
customElements.define("patchbay-view-tabs", ViewTabs);

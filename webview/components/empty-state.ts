import { css, html, LitElement, nothing, type CSSResultGroup, type TemplateResult } from "lit";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import type { FromDashboard } from "../../schemas/index.ts";
import { baseStyles } from "./base-styles.ts";
import { ask } from "./events.ts";

/** Why there is nothing to see, and what to do about it. */
export interface EmptyView {
  readonly icon: TemplateResult;
  readonly title: string;
  readonly text: string | TemplateResult;
  /** The first is the one to take. */
  readonly actions: readonly { readonly label: string; readonly message: FromDashboard }[];
  /** Something is under way: the icon turns. */
  readonly busy?: boolean;
}

export class EmptyState extends LitElement {
  static override readonly properties = { view: { attribute: false } };
  static override readonly styles: CSSResultGroup = [
    baseStyles,
    css`
      :host {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: 8px;
        padding: 32px 20px;
        text-align: center;
      }
      .picture {
        color: var(--vscode-descriptionForeground);
        margin-bottom: 8px;
      }
      .picture .icon,
      .picture .icon svg {
        width: 40px;
        height: 40px;
      }
      .busy .icon {
        animation: turn 1.4s linear infinite;
      }
      @keyframes turn {
        to {
          transform: rotate(1turn);
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .busy .icon {
          animation: none;
        }
      }
      h2 {
        margin: 0;
        font-size: 1.25em;
        font-weight: 600;
      }
      p {
        margin: 0;
        max-width: 52ch;
        line-height: 1.5;
        color: var(--vscode-descriptionForeground);
        overflow-wrap: anywhere;
      }
      code {
        font-family: var(--vscode-editor-font-family, monospace);
        color: var(--vscode-textPreformat-foreground);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 8px;
        margin-top: 12px;
      }
    `,
  ];

  view: EmptyView | null = null;

  override render(): TemplateResult | typeof nothing {
    if (!this.view) return nothing;
    const { icon, title, text, actions, busy } = this.view;
    return html`
      <div class="picture ${busy ? "busy" : ""}">${icon}</div>
      <h2>${title}</h2>
      <p>${text}</p>
      <div class="actions" ?hidden=${actions.length === 0}>
        ${actions.map(
          ({ label, message }, index) => html`
            <vscode-button ?secondary=${index > 0} @click=${() => ask(this, message)}>
              ${label}
            </vscode-button>
          `,
        )}
      </div>
    `;
  }
}
customElements.define("patchbay-empty-state", EmptyState);

import { css, html, LitElement, nothing, type CSSResultGroup, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Problem } from "../../schemas/index.ts";
import { formatPlace } from "../format/index.ts";
import { baseStyles } from "./base-styles.ts";
import { ask } from "./events.ts";
import { icons } from "./icons.ts";
import "./time-ago.ts";

/** Problems, the latest first: what is wrong, its code, when, and the way to the line. */
export class ProblemList extends LitElement {
  static override readonly properties = {
    problems: { attribute: false },
    plugin: { attribute: false },
  };
  static override readonly styles: CSSResultGroup = [
    baseStyles,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 8px;
      }
      li {
        display: grid;
        grid-template-columns: 16px minmax(0, 1fr);
        gap: 2px 8px;
      }
      .message {
        overflow-wrap: anywhere;
        line-height: 1.4;
        user-select: text;
      }
      .facts {
        grid-column: 2;
        display: flex;
        flex-wrap: wrap;
        gap: 2px 12px;
        color: var(--vscode-descriptionForeground);
        font-size: 0.92em;
      }
      details {
        grid-column: 2;
        font-size: 0.92em;
      }
      summary {
        cursor: pointer;
        width: max-content;
        color: var(--vscode-descriptionForeground);
      }
      pre {
        margin: 4px 0 0;
        padding: 6px 8px;
        overflow-x: auto;
        font-family: var(--vscode-editor-font-family, monospace);
        background: var(--vscode-textCodeBlock-background);
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 3px;
        user-select: text;
      }
    `,
  ];

  problems: readonly Problem[] = [];
  /** The plugin they belong to; null for the manifest as a whole. */
  plugin: string | null = null;

  override render(): TemplateResult {
    // Of a plugin the latest first; of the manifest, where all were found at once, in the order of its lines.
    const problems = this.plugin === null ? this.problems : this.problems.toReversed();
    return html`<ul>
      ${repeat(
        problems,
        ({ code, at, message }) => `${code} ${at} ${message}`,
        (problem) => this.#problem(problem),
      )}
    </ul>`;
  }

  #problem(problem: Problem): TemplateResult {
    const { plugin } = this;
    const { code, message, at, location, stack } = problem;
    // What happened nowhere in particular is mended where the plugin is declared.
    const place = location ? formatPlace(location) : "manifest entry";
    return html`<li class="bad">
      ${icons.error}
      <span class="message">${message}</span>
      <span class="facts">
        <button
          class="link"
          type="button"
          title=${location?.file ?? "Open the manifest"}
          aria-label="Open ${place}"
          @click=${() => ask(this, { kind: "open-problem", plugin, code, at, message })}
        >
          ${place}
        </button>
        <span class="code">${code}</span>
        <patchbay-time-ago .at=${at}></patchbay-time-ago>
      </span>
      ${
        stack === null
          ? nothing
          : html`<details>
              <summary>Stack</summary>
              <pre tabindex="0">${stack}</pre>
            </details>`
      }
    </li>`;
  }
}
customElements.define("patchbay-problem-list", ProblemList);

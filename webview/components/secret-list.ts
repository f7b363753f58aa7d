import { css, html, LitElement, type CSSResultGroup, type TemplateResult } from "lit";
import type { SecretSource, SecretStatus } from "../../schemas/index.ts";
import { baseName } from "../format/index.ts";
import { baseStyles } from "./base-styles.ts";
import { ask } from "./events.ts";
import { icons } from "./icons.ts";

/** The secrets a plugin requires: where each was found, or where it was looked for. Never a value. */
export class SecretList extends LitElement {
  static override readonly properties = { secrets: { attribute: false } };
  static override readonly styles: CSSResultGroup = [
    baseStyles,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 6px;
      }
      li {
        display: grid;
        grid-template-columns: 16px minmax(0, 1fr) auto;
        align-items: start;
        gap: 8px;
      }
      .name {
        overflow-wrap: anywhere;
      }
      .where {
        display: block;
        color: var(--vscode-descriptionForeground);
        font-size: 0.92em;
        line-height: 1.4;
        overflow-wrap: anywhere;
      }
    `,
  ];

  secrets: readonly SecretStatus[] = [];

  override render(): TemplateResult {
    return html`<ul>
      ${this.secrets.map((secret) => this.#secret(secret))}
    </ul>`;
  }

  #secret(secret: SecretStatus): TemplateResult {
    switch (secret.kind) {
      case "present":
        return item("good", icons.active, secret.name, `Found in ${wordSource(secret.source)}`);
      case "missing":
        return item(
          "warn",
          icons.key,
          secret.name,
          `Missing. Looked in ${secret.looked.join(", ")}`,
          this.#setButton(secret.name),
        );
      case "unknown":
        return item(
          "quiet",
          icons.question,
          secret.name,
          `Not known: ${secret.unreadable} could not be read (${secret.reason})`,
          this.#setButton(secret.name),
        );
    }
  }

  #setButton(name: string): TemplateResult {
    return html`<button
      class="link"
      type="button"
      aria-label="Set secret ${name}…"
      @click=${() => ask(this, { kind: "set-secret", name })}
    >
      Set Secret…
    </button>`;
  }
}
customElements.define("patchbay-secret-list", SecretList);

function item(
  tone: string,
  icon: TemplateResult,
  name: string,
  where: string,
  action?: TemplateResult,
): TemplateResult {
  return html`<li class=${tone}>
    ${icon}
    <span class="name"><span class="code">${name}</span><span class="where">${where}</span></span>
    ${action}
  </li>`;
}

function wordSource(source: SecretSource): string {
  switch (source.kind) {
    case "manifest":
      return "the manifest";
    case "manifest-env":
      return `environment variable ${source.variable}, named by the manifest`;
    case "environment":
      return `environment variable ${source.variable}`;
    case "secret-store":
      return "the editor's secret storage";
    case "dotenv":
    case "secrets-file":
      return baseName(source.file);
  }
}

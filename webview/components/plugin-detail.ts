import { html, LitElement, nothing, type CSSResultGroup, type TemplateResult } from "lit";
import { baseName } from "../format/index.ts";
import type { PluginRow, Timeline } from "../state/index.ts";
import { actionButton, detailActions } from "./action-button.ts";
import { baseStyles } from "./base-styles.ts";
import { ask, choose } from "./events.ts";
import "./hook-table.ts";
import { icons } from "./icons.ts";
import { pluginDetailStyles } from "./plugin-detail-styles.ts";
import "./problem-list.ts";
import "./secret-list.ts";
import { stateLabel } from "./state-view.ts";
import "./timeline.ts";

/** Everything about one plugin, the most urgent first. */
export class PluginDetail extends LitElement {
  static override readonly properties = {
    row: { attribute: false },
    timeline: { attribute: false },
  };
  static override readonly styles: CSSResultGroup = [baseStyles, pluginDetailStyles];

  row: PluginRow | null = null;
  timeline: Timeline | null = null;

  override render(): TemplateResult | typeof nothing {
    const { row } = this;
    if (!row) return nothing;
    return html`
      <header>
        <button
          class="icon-button close"
          type="button"
          title="Close details (Escape)"
          aria-label="Close details"
          @click=${() => choose(this, { plugin: null })}
        >
          <span class="as-pane">${icons.close}</span><span class="as-page">${icons.back}</span>
        </button>
        <h2 title=${row.name}>${row.name}</h2>
        ${stateLabel(row.state)}
        <div class="actions">
          ${detailActions(row).map((action) => actionButton(this, action, 0))}
        </div>
      </header>
      <div class="body">
        <p ?hidden=${!row.description}>${row.description}</p>
        ${this.#facts(row)} ${this.#problems(row)} ${this.#errors(row)} ${this.#secrets(row)}
        ${this.#hooks(row)} ${this.#timeline()} ${this.#routes(row)}
      </div>
    `;
  }

  /** Puts the keyboard here, when the page shows nothing else. */
  focusClose(): void {
    this.renderRoot.querySelector<HTMLElement>(".close")?.focus();
  }

  #facts({ name, module, generation }: PluginRow): TemplateResult {
    return html`<p class="facts quiet">
      ${
        module === null
          ? nothing
          : html`<button
              class="link code"
              type="button"
              title="Open the manifest entry"
              @click=${() => ask(this, { kind: "open-entry", plugin: name })}
            >
              ${module}
            </button>`
      }
      <span ?hidden=${generation === 0} title="How many times its code has been loaded"
        >generation ${generation}</span
      >
    </p>`;
  }

  #problems({ name, problems }: PluginRow): TemplateResult | typeof nothing {
    if (problems.length === 0) return nothing;
    return html`<section>
      <h3>Problems</h3>
      <patchbay-problem-list .plugin=${name} .problems=${problems}></patchbay-problem-list>
    </section>`;
  }

  #errors({ name, sourceFile, errors }: PluginRow): TemplateResult | typeof nothing {
    if (errors.length === 0) return nothing;
    const source =
      sourceFile === null
        ? nothing
        : html`<button
            class="link"
            type="button"
            title=${sourceFile}
            @click=${() => ask(this, { kind: "open-source", plugin: name })}
          >
            Open ${baseName(sourceFile)}
          </button>`;
    return html`<section>
      <div class="heading">
        <h3>Recent errors</h3>
        ${source}
      </div>
      <ol class="errors" reversed>
        ${errors
          .toReversed()
          .map((error) => html`<li class="bad">${icons.error}<span>${error}</span></li>`)}
      </ol>
    </section>`;
  }

  #secrets({ secrets }: PluginRow): TemplateResult | typeof nothing {
    if (secrets.length === 0) return nothing;
    return html`<section>
      <h3>Secrets</h3>
      <patchbay-secret-list .secrets=${secrets}></patchbay-secret-list>
    </section>`;
  }

  #hooks({ hooks }: PluginRow): TemplateResult {
    return html`<section>
      <h3>Hooks</h3>
      ${
        hooks.length === 0
          ? html`<p class="quiet">
              It declares no hook. Name some under <span class="code">hooks:</span> in the manifest,
              or in its class.
            </p>`
          : html`<patchbay-hook-table
              .hooks=${hooks}
              .shown=${this.timeline?.hook ?? null}
            ></patchbay-hook-table>`
      }
    </section>`;
  }

  #timeline(): TemplateResult | typeof nothing {
    if (!this.timeline) return nothing;
    return html`<section>
      <h3>Timeline of <span class="code">${this.timeline.hook}</span></h3>
      <patchbay-timeline .timeline=${this.timeline}></patchbay-timeline>
    </section>`;
  }

  #routes({ routes }: PluginRow): TemplateResult | typeof nothing {
    if (routes.length === 0) return nothing;
    return html`<section>
      <h3>Routes</h3>
      <ul class="routes code">
        ${routes.map(({ method, path }) => html`<li>${method} ${path}</li>`)}
      </ul>
    </section>`;
  }
}
customElements.define("patchbay-plugin-detail", PluginDetail);

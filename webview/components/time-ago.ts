import { html, LitElement, type TemplateResult } from "lit";
import { formatAgo, formatFullTime } from "../format/index.ts";

/** Often enough that a minute is never two behind; the words change no faster. */
const REFRESH_MS = 20_000;

/** How long ago something was, kept true while it is shown. The exact time is its tooltip. */
export class TimeAgo extends LitElement {
  static override readonly properties = { at: { attribute: false } };

  at = "";
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), REFRESH_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render(): TemplateResult {
    return html`<time datetime=${this.at} title=${formatFullTime(this.at)}
      >${formatAgo(this.at, Date.now())}</time
    >`;
  }
}
customElements.define("patchbay-time-ago", TimeAgo);

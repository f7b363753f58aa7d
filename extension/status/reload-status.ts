import {
  StatusBarAlignment,
  ThemeColor,
  window,
  type Disposable,
  type StatusBarItem,
} from "vscode";
import type { Problem, ReloadReport } from "../../schemas/index.ts";
import { duration, firstLine } from "../base/index.ts";
import type { ObservedReload } from "../host/index.ts";

/** How long a success stays in the status bar. A failure stays until it is mended. */
const SUCCESS_SHOWN_MS = 8_000;

/** Says in the status bar what was observed of the last reload, and opens what is behind it. */
export class ReloadStatus implements Disposable {
  readonly #item: StatusBarItem;
  readonly #failures = new Map<string, Failure>();
  #hide: NodeJS.Timeout | undefined;

  constructor() {
    this.#item = window.createStatusBarItem("patchbay.reload", StatusBarAlignment.Left, 49);
    this.#item.name = "Patchbay: Last Reload";
    this.#item.command = "patchbay.showLastReload";
  }

  /** The reload that failed and was not mended since; null when all is well. */
  get failure(): Failure | null {
    return [...this.#failures.values()].at(-1) ?? null;
  }

  /** Without `tookMs` the host's own measure is shown. */
  show({ reports, tookMs }: ObservedReload): void {
    for (const report of reports) {
      this.#failures.delete(report.plugin);
      if (report.kind === "rolled-back") this.#failures.set(report.plugin, report);
    }
    const live = reports.filter((report) => report.kind === "reloaded");
    if (this.failure) this.#showFailure(this.failure);
    else if (live.length > 0) this.#showSuccess(live, tookMs);
    else if (reports.length > 0) this.#item.hide();
  }

  /** Forgets every failure: another host runs. */
  clear(): void {
    clearTimeout(this.#hide);
    this.#failures.clear();
    this.#item.hide();
  }

  dispose(): void {
    clearTimeout(this.#hide);
    this.#item.dispose();
  }

  #showSuccess(live: readonly Reloaded[], tookMs: number | null): void {
    const [first] = live;
    if (!first) return;
    const took = duration(tookMs ?? Math.max(...live.map((report) => report.tookMs)));
    const who =
      live.length === 1 ? `${first.plugin} g${first.generation}` : `${live.length} plugins`;
    this.#show(`$(check) ${who} live in ${took}`, undefined);
    this.#item.tooltip = live.map((report) => `${report.plugin} g${report.generation}`).join("\n");
    this.#hide = setTimeout(() => this.#item.hide(), SUCCESS_SHOWN_MS);
  }

  #showFailure({ plugin, generation, problem }: Failure): void {
    const kept = generation > 0 ? `kept g${generation}` : "not loaded";
    const background = new ThemeColor("statusBarItem.errorBackground");
    this.#show(`$(error) ${plugin} ${kept}: ${shorten(problem)}`, background);
    this.#item.tooltip = `${problem.code}\n${problem.message}`;
  }

  #show(text: string, background: ThemeColor | undefined): void {
    clearTimeout(this.#hide);
    this.#item.text = text;
    this.#item.backgroundColor = background;
    this.#item.accessibilityInformation = { label: text.replace(/^\$\(\w+\) /, "Patchbay: ") };
    this.#item.show();
  }
}

export type Failure = Extract<ReloadReport, { kind: "rolled-back" }>;
type Reloaded = Extract<ReloadReport, { kind: "reloaded" }>;

const STATUS_BAR_CHARACTERS = 60;

function shorten({ message }: Problem): string {
  const line = firstLine(message);
  return line.length <= STATUS_BAR_CHARACTERS ? line : `${line.slice(0, STATUS_BAR_CHARACTERS)}…`;
}

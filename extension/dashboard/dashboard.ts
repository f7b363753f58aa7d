import {
  Disposable,
  Uri,
  ViewColumn,
  window,
  workspace,
  type LogOutputChannel,
  type WebviewPanel,
} from "vscode";
import { fromDashboardSchema, type ToDashboard } from "../../schemas/index.ts";
import { messageOf } from "../base/index.ts";
import type { ManifestTracker } from "../manifest/index.ts";
import type { RegistryClient } from "../host/index.ts";
import { answerDashboard } from "./answer-dashboard.ts";
import { dashboardPage } from "./dashboard-page.ts";
import { targetState } from "./target-state.ts";

const VIEW_TYPE = "patchbay.dashboard";

export interface DashboardOptions {
  readonly extensionUri: Uri;
  readonly registry: RegistryClient;
  readonly manifests: ManifestTracker;
  readonly log: LogOutputChannel;
}

/**
 * The dashboard's one panel. Its page is thrown away while it is hidden and asks for everything when it is back
 * (`ready`); it is restored when the window reloads.
 */
export class Dashboard implements Disposable {
  readonly #options: DashboardOptions;
  readonly #distUri: Uri;
  readonly #subscriptions: Disposable;
  #panel: WebviewPanel | null = null;

  constructor(options: DashboardOptions) {
    this.#options = options;
    this.#distUri = Uri.joinPath(options.extensionUri, "dist");
    const { registry } = options;
    this.#subscriptions = Disposable.from(
      window.registerWebviewPanelSerializer(VIEW_TYPE, {
        deserializeWebviewPanel: async (panel) => this.#adopt(panel),
      }),
      registry.onDidChangeState(() => this.#postTarget()),
      registry.onDidChangeSnapshot(() => this.#postSnapshot()),
      registry.onDidSample((samples) => this.#post({ kind: "samples", samples })),
    );
  }

  /** Shows the panel, making it if there is none. */
  open(): void {
    if (this.#panel) return this.#panel.reveal();
    this.#adopt(window.createWebviewPanel(VIEW_TYPE, "Patchbay", ViewColumn.Active));
  }

  dispose(): void {
    this.#panel?.dispose();
    this.#subscriptions.dispose();
  }

  #adopt(panel: WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    const media = Uri.joinPath(this.#options.extensionUri, "media");
    panel.iconPath = {
      light: Uri.joinPath(media, "dashboard-light.svg"),
      dark: Uri.joinPath(media, "dashboard-dark.svg"),
    };
    panel.webview.options = { enableScripts: true, localResourceRoots: [this.#distUri] };
    const subscription = panel.webview.onDidReceiveMessage((message) => this.#receive(message));
    panel.onDidDispose(() => {
      subscription.dispose();
      if (this.#panel === panel) this.#panel = null;
    });
    panel.webview.html = dashboardPage(panel.webview, this.#distUri);
  }

  #receive(message: unknown): void {
    const { log, registry } = this.#options;
    const checked = fromDashboardSchema.safeParse(message);
    if (!checked.success) {
      log.warn("The dashboard sent a message that is not part of its protocol.");
      return;
    }
    if (checked.data.kind === "ready") {
      this.#postTarget();
      this.#postSnapshot();
      return;
    }
    answerDashboard(checked.data, registry, (answer) => this.#post(answer)).catch(
      (error: unknown) => {
        log.error(`The dashboard asked to ${checked.data.kind}: ${messageOf(error)}`);
      },
    );
  }

  #postTarget(): void {
    const { registry, manifests } = this.#options;
    const manifest = manifests.current;
    const label = manifest ? workspace.asRelativePath(manifest.uri, true) : "";
    this.#post({ kind: "target", target: targetState(registry.state, label) });
  }

  #postSnapshot(): void {
    const { snapshot } = this.#options.registry;
    if (snapshot) this.#post({ kind: "snapshot", snapshot });
  }

  /** A hidden page does not exist; it asks when it is back. */
  #post(message: ToDashboard): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the editor's webviews take no origin
    if (this.#panel?.visible) void this.#panel.webview.postMessage(message);
  }
}

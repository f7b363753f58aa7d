import { commands, Disposable, window, workspace, type TreeView } from "vscode";
import { counted } from "../base/index.ts";
import type { RegistryClient, RegistryState } from "../host/index.ts";
import type { ManifestPlace, ManifestTracker } from "../manifest/index.ts";
import { isFailing } from "./describe-plugin.ts";
import { manifestNotice } from "./manifest-notice.ts";
import { PluginTree } from "./plugin-tree.ts";
import type { TreeNode } from "./tree-node.ts";

/**
 * The view in the activity bar: the tree, its message and badge, and the context keys that choose its welcome.
 * When the host stops, its plugins stay listed as stopped until it is back, so that nothing jumps.
 */
export class PluginsView implements Disposable {
  readonly #tree = new PluginTree();
  readonly #view: TreeView<TreeNode>;
  readonly #registry: RegistryClient;
  readonly #manifests: ManifestTracker;
  readonly #subscriptions: Disposable;

  constructor(registry: RegistryClient, manifests: ManifestTracker) {
    this.#registry = registry;
    this.#manifests = manifests;
    this.#view = window.createTreeView<TreeNode>("patchbay.plugins", {
      treeDataProvider: this.#tree,
      showCollapseAll: true,
    });
    this.#subscriptions = Disposable.from(
      this.#view,
      this.#tree,
      registry.onDidChangeState(() => this.#update()),
      registry.onDidChangeSnapshot(() => this.#update()),
    );
    this.#update();
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #update(): void {
    const { state, snapshot } = this.#registry;
    const plugins = snapshot?.plugins ?? this.#registry.lastPlugins;
    const gone = state.kind === "absent" || (state.kind === "stopped" && state.retryInMs === null);
    this.#tree.show(gone ? [] : plugins, snapshot !== null);
    const notices = [
      whichManifest(this.#manifests.current),
      manifestNotice(snapshot?.manifestProblems ?? []),
      snapshot?.debugging
        ? "A debugger is attached: no plugin is stopped for taking its time."
        : "",
    ];
    this.#view.message = messageFor(state, notices.filter((notice) => notice !== "").join(" "));

    const failing = snapshot?.plugins.filter(isFailing).length ?? 0;
    this.#view.badge =
      failing === 0
        ? undefined
        : { value: failing, tooltip: `${counted(failing, "plugin")} failing` };
    setContext("patchbay.state", state.kind === "absent" ? state.reason : state.kind);
    setContext("patchbay.empty", snapshot !== null && snapshot.plugins.length === 0);
  }
}

/** Of several folders one manifest is run: then the view says which, in so many words. A view alone in its container shows no description. */
function whichManifest(place: ManifestPlace | null): string {
  const folders = workspace.workspaceFolders ?? [];
  return place && folders.length > 1
    ? `These are the plugins of ${workspace.asRelativePath(place.uri, true)}.`
    : "";
}

function messageFor(state: RegistryState, notice: string): string {
  switch (state.kind) {
    case "absent":
      return "";
    case "starting":
      return "The registry is starting…";
    case "stopped":
      return state.retryInMs === null
        ? ""
        : `The registry host stopped (${state.reason}). It is being restarted…`;
    case "running":
      return notice;
  }
}

function setContext(key: string, value: unknown): void {
  void commands.executeCommand("setContext", key, value);
}

import { isDeepStrictEqual } from "node:util";
import {
  commands,
  Disposable,
  EventEmitter,
  window,
  type Event,
  type TreeDataProvider,
  type TreeItem,
} from "vscode";
import type { RegistryClient } from "../host/index.ts";
import { factoryItemOf } from "./factory-item.ts";
import { factoryNodes, type FactoryNode } from "./factory-node.ts";

/**
 * The factories that are registered, by kind, and the files of plugin directories that could not be loaded. The view is
 * there only where there is something to show.
 */
export class FactoriesView implements TreeDataProvider<FactoryNode>, Disposable {
  readonly #registry: RegistryClient;
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: Disposable;
  #nodes: readonly FactoryNode[] = [];

  readonly onDidChangeTreeData: Event<void> = this.#changed.event;

  constructor(registry: RegistryClient) {
    this.#registry = registry;
    this.#subscriptions = Disposable.from(
      this.#changed,
      window.createTreeView("patchbay.factories", { treeDataProvider: this }),
      registry.onDidChangeState(() => this.#update()),
      registry.onDidChangeSnapshot(() => this.#update()),
    );
  }

  getTreeItem(node: FactoryNode): TreeItem {
    return factoryItemOf(node);
  }

  getChildren(node?: FactoryNode): FactoryNode[] {
    if (!node) return [...this.#nodes];
    return node.type === "kind" ? [...node.specs] : [];
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #update(): void {
    const { snapshot, state } = this.#registry;
    const isComing =
      state.kind === "starting" || (state.kind === "stopped" && state.retryInMs !== null);
    // A host that is on its way will say: until then nothing jumps.
    if (!snapshot && isComing) return;
    const nodes = factoryNodes(snapshot ?? {});
    if (isDeepStrictEqual(nodes, this.#nodes)) return;
    this.#nodes = nodes;
    void commands.executeCommand("setContext", "patchbay.factories", nodes.length > 0);
    this.#changed.fire();
  }
}

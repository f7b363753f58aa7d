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
import type { EditorCalls, FactoryHealth } from "../../schemas/index.ts";
import { progressWhenSlow, sayBriefly } from "../base/index.ts";
import type { RegistryClient } from "../host/index.ts";
import { factoryItemOf } from "./factory-item.ts";
import { factoryNodes, type FactoryNode } from "./factory-node.ts";
import { healthInWords } from "./health-in-words.ts";

/** How long ago health was checked is told in minutes. */
const REDRAW_MS = 30_000;

/**
 * The factories that are registered, by kind, and the files of plugin directories that could not be loaded. The view is
 * there only where there is something to show.
 */
export class FactoriesView implements TreeDataProvider<FactoryNode>, Disposable {
  readonly #registry: RegistryClient;
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: Disposable;
  #nodes: readonly FactoryNode[] = [];
  #health: readonly FactoryHealth[] = [];
  #redraw: NodeJS.Timeout | undefined;

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

  /** Asks every factory for its health, and shows what each says. */
  async check(host: EditorCalls): Promise<void> {
    const checking = host.checkFactories();
    const health = await progressWhenSlow("Checking the factories", checking);
    this.#health = health;
    this.#update();
    clearInterval(this.#redraw);
    // The host may have ended meanwhile.
    if (this.#registry.snapshot) {
      this.#redraw = setInterval(() => this.#changed.fire(), REDRAW_MS);
      this.#redraw.unref();
    }
    sayBriefly("pulse", healthInWords(health));
  }

  dispose(): void {
    clearInterval(this.#redraw);
    this.#subscriptions.dispose();
  }

  #forgetHealth(): void {
    clearInterval(this.#redraw);
    this.#health = [];
  }

  #update(): void {
    const { snapshot, state } = this.#registry;
    const isComing =
      state.kind === "starting" || (state.kind === "stopped" && state.retryInMs !== null);
    // What one host's factories said is not about those of the next.
    if (!snapshot) this.#forgetHealth();
    // A host that is on its way will say: until then nothing jumps.
    if (!snapshot && isComing) return;
    const nodes = factoryNodes(snapshot ?? {}, this.#health);
    if (isDeepStrictEqual(nodes, this.#nodes)) return;
    this.#nodes = nodes;
    void commands.executeCommand("setContext", "patchbay.factories", nodes.length > 0);
    this.#changed.fire();
  }
}

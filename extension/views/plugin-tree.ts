import { isDeepStrictEqual } from "node:util";
import { EventEmitter, type Event, type TreeDataProvider, type TreeItem } from "vscode";
import type { PluginStatus } from "../../schemas/index.ts";
import { tooltipOf, treeItemOf } from "./tree-item.ts";
import { childrenOf, rowIds, type PluginNode, type TreeNode } from "./tree-node.ts";

/** The rows of `patchbay.plugins`. Redraws what changed and nothing else, so that a busy registry does not flicker. */
export class PluginTree implements TreeDataProvider<TreeNode> {
  readonly #changed = new EventEmitter<TreeNode[] | undefined>();
  #nodes: readonly PluginNode[] = [];
  #live = false;

  readonly onDidChangeTreeData: Event<TreeNode[] | undefined> = this.#changed.event;

  /** `live` is false while no registry runs: the plugins are those of the last one. */
  show(plugins: readonly PluginStatus[], live: boolean): void {
    const known = new Map(this.#nodes.map((node) => [node.id, node]));
    const ids = rowIds(plugins);
    const sameRows =
      live === this.#live &&
      ids.length === this.#nodes.length &&
      ids.every((id, index) => id === this.#nodes[index]?.id);

    const changed: PluginNode[] = [];
    this.#live = live;
    this.#nodes = plugins.map((plugin, index) => {
      const id = ids[index] ?? String(index);
      const node = known.get(id) ?? { kind: "plugin", id, plugin };
      if (!isDeepStrictEqual(node.plugin, plugin)) changed.push(node);
      node.plugin = plugin;
      return node;
    });
    if (!sameRows) this.#changed.fire(undefined);
    else if (changed.length > 0) this.#changed.fire(changed);
  }

  getTreeItem(node: TreeNode): TreeItem {
    return treeItemOf(node, this.#live);
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (!node) return [...this.#nodes];
    return node.kind === "plugin" ? [...childrenOf(node)] : [];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.kind === "plugin" ? undefined : node.parent;
  }

  resolveTreeItem(item: TreeItem, node: TreeNode): TreeItem {
    item.tooltip = tooltipOf(node);
    return item;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

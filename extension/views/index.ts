export { isFailing, isMissing, sourceOf, summaryOf } from "./describe-plugin.ts";
export { FactoriesView } from "./factories-view.ts";
export { isBehind } from "./manifest-notice.ts";
export { PluginsView } from "./plugins-view.ts";
export type { TreeNode } from "./tree-node.ts";

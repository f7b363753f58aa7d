export { Dashboard } from "./dashboard.ts";
export { Debugger } from "./debugger.ts";
export type { EditorOptions } from "./editor.ts";
export { expect, test } from "./fixtures.ts";
export { PluginsView } from "./plugins-view.ts";
export { Problems } from "./problems.ts";
export { QuickFixes } from "./quick-fixes.ts";
export type { Workbench } from "./workbench.ts";

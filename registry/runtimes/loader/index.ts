export { EntryLoader, filesOf, type GraphReport, type ModulePlan } from "./entry-loader.ts";
export { messageOf } from "./import-problem.ts";
export type { GraphFiles } from "./survey-graph.ts";
export { ModuleGraph } from "./module-graph.ts";
export type { GraphLoadOptions, GraphLoadOutcome, ModuleGraphOptions } from "./module-graph.ts";
export { ScriptIndex } from "./source-positions.ts";
export { loadNativeTransform } from "./transform-native.ts";
export { pureTransform } from "./transform-pure.ts";
export type { ModuleTransform } from "./transform.ts";

export { explainState } from "./explain-state.ts";
export { followSaves } from "./follow-saves.ts";
export { followWorkspace } from "./follow-workspace.ts";
export { RegistryClient } from "./registry-client.ts";
export type { ObservedReload } from "./registry-client.ts";
export { settled } from "./settled.ts";
export type { RegistryState } from "./state.ts";

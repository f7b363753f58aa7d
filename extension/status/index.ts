export { followReloads } from "./follow-reloads.ts";
export { Logs } from "./logs.ts";
export { showRegistryStatus } from "./registry-status.ts";
export { ReloadStatus } from "./reload-status.ts";
export { StatusDocument } from "./status-document.ts";

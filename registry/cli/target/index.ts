/** What commands act on. */
export { followLogs } from "./follow-logs.ts";
export { openManifest } from "./manifest-target.ts";
export { connectTo, type ServiceAddress } from "./remote-target.ts";
export type { Target } from "./target.ts";

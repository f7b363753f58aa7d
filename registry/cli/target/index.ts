/** What commands act on. */
export { openManifest } from "./manifest-target.ts";
export { baseOf, connectTo, type ServiceAddress } from "./remote-target.ts";
export type { Target } from "./target.ts";
export { reasonOf } from "./word-unreachable.ts";

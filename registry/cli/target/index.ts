/** What commands act on. */
export { checkAddress, UnusableAddressError } from "./check-address.ts";
export { openManifest } from "./manifest-target.ts";
export { baseOf, connectTo, type ServiceAddress } from "./remote-target.ts";
export type { Target } from "./target.ts";
export { reasonOf } from "./word-unreachable.ts";

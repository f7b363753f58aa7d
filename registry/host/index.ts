/** The registry of one manifest, for the processes that hold one. */
export { outliveRejections } from "./outlive-rejections.ts";
export { RegistryHost, type HostTracing, type RegistryHostOptions } from "./registry-host.ts";

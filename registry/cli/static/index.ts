/** A manifest that nothing runs, operated as if it were a registry. */
export { StaticRegistry, type StaticRegistryOptions } from "./static-registry.ts";

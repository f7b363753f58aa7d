/** The operator API: the registry of a service over HTTP. */
export { serve, type ServeOptions, type ServeResult } from "./serve.ts";
export type { ApiKeys, BucketOptions } from "./access/index.ts";

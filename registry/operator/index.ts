/** The operator API: the registry of a service over HTTP. */
export { openApi, type ApiOptions, type ApiResult } from "./open-api.ts";
export { serve, type ServeOptions, type ServeResult } from "./serve.ts";
export { RegistryFeed } from "./events/index.ts";
export type { ApiKeys } from "./access/index.ts";

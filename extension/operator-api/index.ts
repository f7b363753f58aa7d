/** The HTTP operator API over the registry that this window runs. */
export { callsOfPlugin, callsOfRegistry, type ApiCall } from "./api-calls.ts";
export { ApiKeys } from "./api-keys.ts";
export { curlLine } from "./curl-line.ts";
export { maskedKey } from "./masked-key.ts";
export { OperatorApi } from "./operator-api.ts";
export type { OpenApi, OperatorApiState } from "./operator-api.ts";
export { showApiStatus } from "./show-api-status.ts";
export { shellOf } from "./shell.ts";

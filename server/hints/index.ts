export { defaultHints } from "./default-hints.ts";
export { fileHints } from "./file-hints.ts";
export type { Hint } from "./hint.ts";
export { orderHints } from "./order-hints.ts";

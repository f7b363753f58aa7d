export { Coalescer } from "./coalesce.ts";
export { counted, grouped } from "./counted.ts";
export { inSlices, nextTurn } from "./in-slices.ts";
export { together } from "./together.ts";
export { logTo, type Log } from "./log.ts";
export { connectToEditor } from "./transport.ts";
export { fileOfUri, keyOfUri, uriOfFile } from "./uri.ts";

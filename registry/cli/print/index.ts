/** How commands talk: answers on stdout, the rest on stderr. */
export { showDiff } from "./diff.ts";
export { Printer } from "./printer.ts";
export type { Paint, Tone } from "./style.ts";
export { onOneLine, type Cell } from "./table.ts";

export { formatEndedLine, formatEntries, formatManifest } from "./format.ts";
export { indentNewLine } from "./indent-new-line.ts";

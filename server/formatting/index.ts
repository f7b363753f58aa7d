export { formatEndedLine, formatEntries, formatManifest } from "./format.ts";

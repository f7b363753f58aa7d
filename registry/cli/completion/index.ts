/** What shells need to complete the command. */
export { completionScript, SHELLS, type CompletedCommand, type Shell } from "./scripts.ts";

/** Completion in shells. */
export { candidatesFor, completedBy, type KnownNames } from "./candidates.ts";
export { completionScript, printedFor, SHELLS, type Shell } from "./scripts.ts";

/** The command line of a registry. */
export { examples, type CliCommand } from "./commands/index.ts";
export { EXIT, type ExitCode } from "./exit-codes.ts";
export type { Paint } from "./print/index.ts";
export { runCli } from "./run.ts";
export type { Session } from "./session.ts";
export type { CliSurroundings } from "./surroundings.ts";

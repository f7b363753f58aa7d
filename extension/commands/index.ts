export type { CommandContext } from "./command.ts";
export { registerCommands } from "./register-commands.ts";

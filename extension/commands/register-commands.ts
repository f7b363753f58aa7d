import { commands, Disposable, window } from "vscode";
import { messageOf, stackOf } from "../base/index.ts";
import type { Command, CommandContext } from "./command.ts";
import { enterRunning } from "./enter-running.ts";
import { COMMANDS } from "./table.ts";

/** Registers every command of the table. What one throws is logged and shown, and nothing else is affected. */
export function registerCommands(context: CommandContext): Disposable {
  const registrations = COMMANDS.map((command) =>
    commands.registerCommand(command.id, (argument: unknown) => run(command, context, argument)),
  );
  return Disposable.from(...registrations);
}

async function run(command: Command, context: CommandContext, argument: unknown): Promise<void> {
  try {
    if (command.needs === "nothing") return await command.run(context, argument);
    const running = await enterRunning(context);
    if (running) await command.run(running, argument);
  } catch (error) {
    const { main } = context.logs;
    main.error(`${command.id}: ${stackOf(error)}`);
    // The command is over, whether or not anybody answers.
    void window
      .showErrorMessage(`Patchbay: ${messageOf(error)}`, "Show Log")
      .then((choice) => choice === "Show Log" && main.show());
  }
}

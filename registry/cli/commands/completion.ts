import { Argument, type Command } from "commander";
import { parseManifest } from "../../manifest/index.ts";
import { ManifestFile } from "../../manifest-file/index.ts";
import {
  completionScript,
  SHELLS,
  type CompletedCommand,
  type Shell,
} from "../completion/index.ts";
import { EXIT } from "../exit-codes.ts";
import type { CliCommand } from "./command.ts";

/** Prints a completion script, and the names that such a script asks for. */
export const completion: CliCommand = (program, host) => {
  const command = program
    .command("completion")
    .description(
      "print a script that completes this command: source it in your shell's start-up file",
    )
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS));
  command.action(
    host.act(command, (session, _, shell = "") => {
      session.print.text(completionScript(shell as Shell, commandsOf(program))); // One of the choices.
      return EXIT.done;
    }),
  );

  const names = program.command("complete-names", { hidden: true });
  names.action(
    host.act(names, async (session) => {
      const read = await new ManifestFile(session.place.file).read();
      const items = read.kind === "read" ? parseManifest(read.text).items : [];
      for (const { name } of items) session.print.text(name);
      return EXIT.done;
    }),
  );
};

function commandsOf(program: Command): readonly CompletedCommand[] {
  const shared = optionsOf(program);
  return program.commands
    .filter((command) => command.name() !== "complete-names")
    .map((command) => ({
      name: command.name(),
      description: command.description(),
      options: [...command.commands.flatMap(optionsOf), ...optionsOf(command), ...shared],
      words: [
        ...command.commands.map((each) => each.name()),
        ...command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
      ],
      takesPlugin: command.registeredArguments[0]?.name() === "name",
    }));
}

function optionsOf(command: Command): string[] {
  return command.options.flatMap(({ long }) => (long ? [long] : []));
}

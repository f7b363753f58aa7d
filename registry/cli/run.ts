import { Command, CommanderError, InvalidArgumentError, type OptionValues } from "commander";
import { nearest } from "../base/nearest.ts";
import { COMMANDS, type CliCommand, type CommandHost, type Work } from "./commands/index.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { Printer } from "./print/index.ts";
import { Session, type GlobalOptions } from "./session.ts";
import type { CliSurroundings } from "./surroundings.ts";
import { UnusableAddressError } from "./target/index.ts";

/** Carries out a command line. `further` are commands that need more than the registry. Never rejects. */
export async function runCli(
  args: readonly string[],
  surroundings: CliSurroundings,
  version: string,
  further: readonly CliCommand[] = [],
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  const program = createProgram(surroundings, version);
  const host: CommandHost = {
    act<Options>(command: Command, work: Work<Options>) {
      return async (...given: readonly unknown[]) => {
        // Commander calls with the arguments, then the options, then the command.
        const values = given.slice(0, -2) as string[];
        // As the command declares them: commander parses by the same declarations.
        const options = command.optsWithGlobals<GlobalOptions & Options & OptionValues>();
        const session = new Session(options, surroundings);
        try {
          exitCode = await work(session, options, ...values);
        } catch (error) {
          if (!(error instanceof UnusableAddressError)) throw error;
          session.print.error(error.message);
          exitCode = EXIT.usage;
        } finally {
          session.close();
        }
      };
    },
  };
  for (const add of [...COMMANDS, ...further]) add(program, host);
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const isDebugged = args.includes("--debug");
    const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
    if (isDebugged) surroundings.stderr.write(`${stack}\n`);
    else new Printer(surroundings).error(`${message} (--debug shows where)`);
    return EXIT.failed;
  }
}

function createProgram({ stdout, stderr }: CliSurroundings, version: string): Command {
  return new Command("patchbay")
    .description("Operate the plugins of a plugins.yaml manifest.")
    .version(version)
    .option(
      "--manifest <file>",
      "the manifest; default: PLUGIN_CONFIG_PATH, config/plugins.yaml, plugins.yaml",
      notEmpty,
    )
    .option(
      "--url <url>",
      "a running registry's operator API; default: PLUGINS_API_URL, or the one that serves the manifest",
      notEmpty,
    )
    .option("--direct", "work on the manifest itself, whoever runs it")
    .option("--json", "print JSON")
    .option("--debug", "print the stack of an unexpected failure")
    .showHelpAfterError("(--help says what there is)")
    .addHelpText(
      "after",
      "\nEnds with 0 when it was done, 1 when it was not, 2 when the command line makes no sense.\nThe key of a running registry is read from PLUGINS_API_KEY.\n`patchbay COMMAND --help` has examples.",
    )
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: (text, write) => write(withoutFarSuggestion(text)),
    })
    .exitOverride();
}

/** A variable of a script that is not set must not mean the default. */
function notEmpty(value: string): string {
  if (value === "") throw new InvalidArgumentError("It is empty.");
  return value;
}

/** Commander suggests words that share some letters, too. */
function withoutFarSuggestion(text: string): string {
  const [, given = "", suggested = ""] =
    /'([^']+)'\n\(Did you mean (?:one of )?(.+?)\?\)/.exec(text) ?? [];
  const isNear = suggested === "" || nearest(given, suggested.split(", ")) !== null;
  return isNear ? text : text.replace(/\n\(Did you mean .+?\?\)/, "");
}

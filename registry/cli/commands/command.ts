import { Argument, type Command, type Option } from "commander";
import { completedBy } from "../completion/index.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Session } from "../session.ts";

/** Carries out a command: `values` are its arguments, `options` its own options. */
export type Work<Options> = (
  session: Session,
  options: Options,
  ...values: string[]
) => Promise<ExitCode> | ExitCode;

/** What a command needs to be one. */
export interface CommandHost {
  /** Runs the work with a session, and keeps what it ends with. */
  act<Options>(
    command: Command,
    work: Work<Options>,
  ): (...given: readonly unknown[]) => Promise<void>;
}

/** One command. A new one is a file, and a line in `index.ts`. */
export type CliCommand = (program: Command, host: CommandHost) => void;

/** Collects the values of an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** A plugin of the manifest: `<name>`, or `[name]` where it may be left out. */
export function pluginArgument(written: string, about = "its name in the manifest"): Argument {
  return completedBy(new Argument(written, about), "plugin");
}

/** A hook, which completion knows from the plugins and the platform. */
export function hookArgument(about: string): Argument {
  return completedBy(new Argument("<hook>", about), "hook");
}

/** An option whose value completion knows from the manifest. */
export function namedOption(option: Option, of: "plugin" | "hook"): Option {
  return completedBy(option, of);
}

/** Command lines that can be typed as they stand, below a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ patchbay ${line}`).join("\n")}`;
}

import type { Command } from "commander";
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
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

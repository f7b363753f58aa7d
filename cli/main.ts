#!/usr/bin/env node
import { version } from "../package.json";
import { EXIT, runCli } from "../registry/cli/index.ts";
import { checkCommand, lspCommand } from "./commands/index.ts";

const interrupted = new AbortController();
const interrupt = (signal: NodeJS.Signals): void => {
  // The second time it is meant at once.
  if (interrupted.signal.aborted) process.exit(signal === "SIGINT" ? 130 : 143);
  interrupted.abort();
};
const interruption = (): AbortSignal => {
  if (process.listenerCount("SIGINT", interrupt) === 0) {
    process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  }
  return interrupted.signal;
};
/** Says why nothing can be done at all, and ends. */
const giveUp = (why: string): never => {
  process.stderr.write(`error: ${why}\n`);
  process.exit(EXIT.failed);
};
// `patchbay list | head` closes the pipe before everything is written.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.done);
  giveUp(`The answer cannot be written: ${error.message}`);
});
// Nobody reads what is said beside the answer, such as a service's log: the work goes on.
process.stderr.on("error", () => undefined);

const workingFolder = (): string => {
  try {
    return process.cwd();
  } catch {
    return giveUp("The working folder is gone: change into one that is there.");
  }
};

const { env, stdin, stdout, stderr } = process;
const surroundings = {
  environment: env,
  folder: workingFolder(),
  stdin,
  stdout,
  stderr,
  distFolder: __dirname,
  interruption,
};
const further = [checkCommand(version), lspCommand];
const run = async (): Promise<void> => {
  process.exitCode = await runCli(process.argv.slice(2), surroundings, version, further);
  // What was asked to end has: an export that is tried again and again, say, must not keep the process.
  if (interrupted.signal.aborted) stdout.write("", () => stderr.write("", () => process.exit()));
};
void run(); // Never rejects.

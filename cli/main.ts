#!/usr/bin/env node
import { version } from "../package.json";
import { runCli } from "../registry/cli/index.ts";
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
// `patchbay list | head` closes the pipe before everything is written.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const { env, stdin, stdout, stderr } = process;
const surroundings = {
  environment: env,
  folder: process.cwd(),
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

import { spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describeError } from "./advice.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { endAllProcesses } from "./processes.mjs";
import { projectNode } from "./project-node.mjs";

/**
 * Runs a script's `main` on the project's Node, after installing what is missing. The script itself may be started by
 * whatever Node the machine has (20 or later), with no dependencies installed: it imports `main` only when it is called.
 * Nothing that the script started is left when it ends, however it ends.
 *
 * @param {string} scriptUrl The script's `import.meta.url`.
 * @param {(stopping: AbortSignal) => Promise<number>} main Answers with the exit code. `stopping` is aborted when the
 *   person, or whoever started the script, wants it to end.
 */
export async function launch(scriptUrl, main) {
  endOnSignals();
  try {
    await ensureDependencies();
    process.exitCode = isProjectNode()
      ? await main(stopping.signal)
      : await runOnProjectNode(scriptUrl);
  } catch (error) {
    console.error(`\n${describeError(error)}`);
    process.exitCode = 1;
  } finally {
    await endAllProcesses();
  }
}

/** @returns {boolean} */
function isProjectNode() {
  return realpathSync(process.execPath) === realpathSync(projectNode);
}

/**
 * @param {string} scriptUrl
 * @returns {Promise<number>}
 */
function runOnProjectNode(scriptUrl) {
  const args = [fileURLToPath(scriptUrl), ...process.argv.slice(2)];
  // The channel carries nothing: its closing tells the new process that this one is gone.
  const child = spawn(projectNode, args, { stdio: ["inherit", "inherit", "inherit", "ipc"] });
  forwardTo = child;
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}

/** @type {import("node:child_process").ChildProcess | null} */
let forwardTo = null;

/** Exit codes by which a shell tells that a signal ended a program. */
const signalExitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

function endOnSignals() {
  for (const [signal, code] of Object.entries(signalExitCodes)) {
    process.on(signal, () => endWith(/** @type {NodeJS.Signals} */ (signal), code));
  }
  if (process.channel) {
    process.once("disconnect", () => endWith("SIGHUP", signalExitCodes.SIGHUP));
    process.channel.unref();
  }
  if (process.env["npm_lifecycle_event"]) endWithParent();
}

/** How soon after npm the script ends, when npm was told to end and did not say so. */
const PARENT_POLL_MS = 500;

/** npm runs scripts in a shell, which does not hand signals on: all that can be seen is that it is gone. */
function endWithParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    endWith("SIGTERM", signalExitCodes.SIGTERM);
  }, PARENT_POLL_MS);
  timer.unref();
}

const stopping = new AbortController();

/**
 * @param {NodeJS.Signals} signal
 * @param {number} code
 */
function endWith(signal, code) {
  if (forwardTo) {
    // It ends what it started and then itself, and we with it. A terminal has told it already; being told twice is harmless.
    forwardTo.kill(signal);
    return;
  }
  if (stopping.signal.aborted) return;
  stopping.abort();
  void endAllProcesses().finally(() => process.exit(code));
}

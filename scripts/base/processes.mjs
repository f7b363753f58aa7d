import { spawn } from "node:child_process";
import { once } from "node:events";

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

/**
 * @typedef {object} ProcessOptions
 * @property {string} [cwd]
 * @property {Readonly<Record<string, string | undefined>>} [env] Added to this process's own.
 * @property {"inherit" | "collect"} [output] Where both its streams go. Default: `collect`.
 * @property {boolean} [sharesGroup] Whether it stays in this process's group, so that whoever ends this one by force
 *   ends it too. Default: false.
 */

/** How long a process may take to end by itself before it is killed: enough for plugins to run `onDisable`. */
const END_DEADLINE_MS = 5_000;

/**
 * Those that have not ended yet. Most lead a process group, so that what they start ends with them.
 *
 * @type {Set<ChildProcess>}
 */
const running = new Set();

/** @type {WeakSet<ChildProcess>} */
const groupLeaders = new WeakSet();

/**
 * Starts a process of which this one is the owner: it ends with `endProcess`, or with `endAllProcesses` at the latest.
 * It has no standard input.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ProcessOptions} [options]
 * @returns {ChildProcess}
 */
export function startProcess(command, args, options = {}) {
  const stream = options.output === "inherit" ? "inherit" : "pipe";
  const leadsGroup = process.platform !== "win32" && !options.sharesGroup;
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", stream, stream],
    detached: leadsGroup,
    windowsHide: true,
  });
  running.add(child);
  if (leadsGroup) groupLeaders.add(child);
  child.once("close", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

/**
 * Runs a process to its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ProcessOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} `code` is 1 when a signal ended it.
 */
export async function runProcess(command, args, options = {}) {
  const child = startProcess(command, args, options);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk) => (output += chunk));
  }
  const closed = once(child, "close");
  const [code] = await Promise.race([once(child, "exit"), closed]);
  // It has answered: what it left running would outlive us, and hold its output open.
  sendSignal(child, "SIGKILL");
  await closed;
  return { code: code ?? 1, output };
}

/**
 * Ends a process and all that it started. Resolves when it is gone.
 *
 * @param {ChildProcess} child
 */
export async function endProcess(child) {
  if (running.has(child)) {
    const closed = once(child, "close");
    const exited = Promise.race([once(child, "exit"), closed]);
    sendSignal(child, "SIGTERM");
    const timer = setTimeout(() => sendSignal(child, "SIGKILL"), END_DEADLINE_MS);
    if (!hasExited(child)) await exited;
    clearTimeout(timer);
    sendSignal(child, "SIGKILL");
    await closed;
  }
}

/** @param {ChildProcess} child */
function hasExited(child) {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Ends everything that this process started and that still runs. */
export async function endAllProcesses() {
  await Promise.all([...running].map((child) => endProcess(child)));
}

/**
 * To the process, and to all of its group when it leads one.
 *
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function sendSignal(child, signal) {
  if (child.pid === undefined) return;
  if (!groupLeaders.has(child)) {
    if (process.platform === "win32" && running.has(child)) {
      spawn("taskkill", ["/pid", String(child.pid), "/t", "/f"]);
    } else child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: the whole group is gone already, which is what was wanted.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

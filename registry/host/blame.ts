import type { Problem, StuckPlugin } from "../../schemas/index.ts";
import type { Hang, ThreadLoss } from "./thread-loss.ts";

/** What Node itself calls the ends of threads. */
const NODE_CODE = /^ERR_WORKER_[A-Z_]+$/;

/** Whose fault the loss of a thread was, as its record will say. */
export type Culprit = StuckPlugin;

/** Null when nobody's code can be told to have run. */
export function blame(loss: Hang | ThreadLoss, deadlineMs: number): Culprit | null {
  const { culprit: plugin } = loss;
  if (plugin === null) return null;
  const { code, what } = accusation(loss, deadlineMs);
  const { stack, location } = loss.kind === "hung" ? loss : { stack: null, location: null };
  const message = `${plugin} ${what}, so it was stopped. Reload it to try again.`;
  return { plugin, problem: { code, message, at: new Date().toISOString(), location, stack } };
}

function accusation(loss: Hang | ThreadLoss, deadlineMs: number): { code: string; what: string } {
  if (loss.kind === "hung" && loss.why === "held") {
    return { code: "plugin/hung", what: `did not give way for ${deadlineMs} ms` };
  }
  if (loss.kind === "hung" || isOutOfMemory(loss.error)) {
    return { code: "plugin/crashed", what: "used up the memory that plugins may use" };
  }
  return { code: "plugin/crashed", what: `ended the plugins' thread (${endOf(loss)})` };
}

/** The culprit when the thread keeps ending and the same plugin has always been the last to run. */
export function blameSuspect(plugin: string, times: number): Culprit {
  const message = `The plugins' thread ended ${times} times after ${plugin} had run, so it was stopped. Reload it to try again.`;
  return { plugin, problem: crash(message) };
}

/** The problem of every plugin when the thread keeps ending and nobody's code can be told to be the reason. */
export function unexplainedProblem(times: number, loss: ThreadLoss | null = null): Problem {
  const why = loss?.kind === "ended" ? ` (${endOf(loss)})` : "";
  const often = times === 1 ? "" : ` ${times} times`;
  return crash(
    `The plugins' thread ended${often}${why}, and no plugin can be told to be the reason.`,
  );
}

function crash(message: string): Problem {
  return {
    code: "plugin/crashed",
    message,
    at: new Date().toISOString(),
    location: null,
    stack: null,
  };
}

/** Not the error's message nor its own name, which are a plugin's words: nobody here knows the secrets that are in them. */
function endOf({ error, code }: Extract<ThreadLoss, { kind: "ended" }>): string {
  if (!error) return `exit code ${code}`;
  const reason = "code" in error && typeof error.code === "string" ? error.code : "";
  return NODE_CODE.test(reason) ? reason : "an error that nothing caught";
}

function isOutOfMemory(error: Error | null): boolean {
  return error !== null && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

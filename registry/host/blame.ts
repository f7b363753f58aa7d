import type { Problem, StuckPlugin } from "../../schemas/index.ts";
import type { ThreadLoss } from "./plugin-thread.ts";

/** Whose fault the loss of a thread was, as its record will say. */
export type Culprit = StuckPlugin;

/** Null when nobody's code can be told to have run. */
export function blame(loss: ThreadLoss, deadlineMs: number): Culprit | null {
  const { culprit: plugin } = loss;
  if (plugin === null) return null;
  const said = (code: string, message: string, stack: string | null = null): Culprit => {
    const problem = { code, message, at: new Date().toISOString(), location: null, stack };
    return { plugin, problem };
  };
  if (loss.kind === "hung") {
    return said(
      "plugin/hung",
      `${plugin} did not give way for ${deadlineMs} ms, so it was stopped. Reload it to try again.`,
    );
  }
  const outOfMemory = isOutOfMemory(loss.error);
  const why = outOfMemory ? "used up the memory that plugins may use" : `ended with ${endOf(loss)}`;
  return said("plugin/crashed", `${plugin} ${why}, so it was stopped. Reload it to try again.`);
}

/** The problem of every plugin when the thread keeps ending and nobody's code can be told to be the reason. */
export function unexplainedProblem(times: number, loss: ThreadLoss | null = null): Problem {
  const why = loss?.kind === "ended" ? ` (${endOf(loss)})` : "";
  const often = times === 1 ? "" : ` ${times} times`;
  return {
    code: "plugin/crashed",
    message: `The plugins' thread ended${often}${why}, and no plugin can be told to be the reason.`,
    at: new Date().toISOString(),
    location: null,
    stack: null,
  };
}

function endOf({ error, code }: Extract<ThreadLoss, { kind: "ended" }>): string {
  return error?.message ?? `exit code ${code}`;
}

function isOutOfMemory(error: Error | null): boolean {
  return error !== null && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

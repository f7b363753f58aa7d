import { Worker } from "node:worker_threads";

/** A plugin that needs more is broken; a smaller limit would stop honest ones. */
export const HEAP_LIMIT_MB = 512;

/** V8's own limit ends the process in the worst case; the watchdog's, below it, ends the thread. */
const HARD_LIMIT_FACTOR = 2;

/** Starts a thread for plugins. The first message that it gets says what it is to be, a `WorkerStart`. */
export function startBareThread(file: string, heapLimitMb: number = HEAP_LIMIT_MB): Worker {
  const thread = new Worker(file, {
    resourceLimits: { maxOldGenerationSizeMb: heapLimitMb * HARD_LIMIT_FACTOR },
    stdout: true,
    stderr: true,
  });
  // One that fails before anybody has taken it must not end the process with it: who takes it sees that it has ended.
  thread.on("error", () => undefined);
  return thread;
}

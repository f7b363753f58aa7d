import type { Worker } from "node:worker_threads";
import { createBirpc, type BirpcReturn } from "birpc";
import type { WorkerCalls, WorkerEvents } from "../runtimes/index.ts";

/** What a plugins' thread can be asked for. What it tells goes to `events`. An answer may take as long as the thread lives. */
export function callsOf(
  worker: Worker,
  events: WorkerEvents,
): BirpcReturn<WorkerCalls, WorkerEvents> {
  return createBirpc<WorkerCalls, WorkerEvents>(events, {
    timeout: -1,
    post: (message) => worker.postMessage(message, []),
    on: (receive) => {
      worker.on("message", receive);
    },
  });
}

import { parentPort } from "node:worker_threads";
import { loadNativeTransform, pureTransform } from "../loader/index.ts";
import type { WorkerStart } from "./protocol.ts";
import { runThread } from "./run-thread.ts";

const port = parentPort;
if (!port) throw new Error("This file runs in a worker thread of the registry host.");

// Before anything is known of the plugins: whoever starts the thread may find that out meanwhile.
const transform = loadNativeTransform(__filename) ?? pureTransform;
/** Settles when this thread has run most of its code and nobody waits for it. */
export const rehearsed = new Promise<void>((resolve) => {
  port.once("message", (start: WorkerStart) => runThread(port, start, transform, resolve));
});

import { createRequire } from "node:module";
import type { MessagePort } from "node:worker_threads";
import { createBirpc } from "birpc";
import * as zod from "zod";
import type * as otel from "../../otel/thread/index.ts";
import * as sdk from "../../sdk/index.ts";
import type { ModuleTransform } from "../loader/index.ts";
import { guardThread } from "./guard-thread.ts";
import { PluginWorker } from "./plugin-worker.ts";
import type { TracingStart, WorkerCalls, WorkerEvents, WorkerStart } from "./protocol.ts";
import { ThreadParts, type ThreadOptions, type TraceWith } from "./thread-parts.ts";

/** Makes this thread the one of some plugins, and has it answer the host. `onRehearsed` is called when it has got ready for them. */
export function runThread(
  port: MessagePort,
  start: WorkerStart,
  transform: ModuleTransform,
  onRehearsed: () => void,
): void {
  const events: WorkerEvents = {
    changed: (state) => void host.changed.asEvent(state),
    sampled: (samples) => void host.sampled.asEvent(samples),
    logged: (lines) => void host.logged.asEvent(lines),
    traced: (spans) => void host.traced.asEvent(spans),
  };
  const options: ThreadOptions = {
    start,
    transform,
    supplied: new Map<string, unknown>([
      ["patchbay", sdk],
      ["zod", zod],
    ]),
    events,
    trace: start.tracing && traceAs(start.tracing),
  };
  const parts = new ThreadParts(options);
  const worker = new PluginWorker(parts, options);
  const host = createBirpc<WorkerEvents, WorkerCalls>(callsOf(worker, onRehearsed), {
    // The host keeps the deadlines: it sees this thread from outside.
    timeout: -1,
    post: (message) => port.postMessage(message),
    on: (receive) => {
      port.on("message", (message: unknown) => {
        if (typeof message === "number") parts.marker.hear(message);
        else receive(message);
      });
    },
  });
  guardThread(parts);
}

function callsOf(worker: PluginWorker, onRehearsed: () => void): WorkerCalls {
  return {
    prepare: async (modules) => {
      await worker.prepare(modules);
      // After the answer has been sent.
      setImmediate(onRehearsed);
    },
    reconcile: (plan) => worker.reconcile(plan),
    anticipate: (file, text) => worker.anticipate(file, text),
    reload: (plugins, texts) => worker.reload(plugins, texts),
    state: () => worker.state(),
    records: () => worker.records(),
    configSchemas: () => worker.configSchemas(),
    history: (plugin, hook) => worker.history(plugin, hook),
    durations: () => worker.durations(),
    fire: (request, span) => worker.fire(request, span),
    route: (request) => worker.route(request),
    checkConfig: (plugin, config) => worker.checkConfig(plugin, config),
    secretsChanged: (stored) => worker.secretsChanged(stored),
    interrupted: (culprit) => worker.interrupted(culprit),
    underWay: () => worker.underWay(),
    openDebugger: () => worker.openDebugger(),
    closeDebugger: () => worker.closeDebugger(),
    checkFactories: () => worker.checkFactories(),
    shutdown: (withinMs) => worker.shutdown(withinMs),
  };
}

/** Loads what traces, which is a bundle of its own. */
function traceAs({ file, sampler }: TracingStart): TraceWith {
  const { traceThread } = createRequire(file)(file) as typeof otel;
  return (relay) => traceThread({ ...relay, sampler });
}

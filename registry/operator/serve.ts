import path from "node:path";
import type { Worker } from "node:worker_threads";
import type { HostOptions, LogLine, StuckPlugin } from "../../schemas/index.ts";
import { RegistryHost } from "../host/index.ts";
import type { TelemetryWish } from "../otel/index.ts";
import { RegistryFeed } from "./events/index.ts";
import { openTelemetryExport } from "./telemetry.ts";
import { checkAddress, checkKeys, openApi, type ApiOptions, type ApiRefusal } from "./open-api.ts";

export interface ServeOptions extends ApiOptions {
  readonly registry: HostOptions;
  /** Folder with `worker.js`, `otel-thread.js` and `wasm/`. */
  readonly distFolder: string;
  /** Started from `worker.js` already, and told nothing yet. Default: none. */
  readonly bareThread?: Worker | undefined;
  /** The traces and metrics of its plugins that are sent to a collector. Default: none. */
  readonly telemetry?: TelemetryWish | null;
  /** What plugins write. */
  readonly onLogged?: (lines: readonly LogLine[]) => void;
  /** A plugin holds its thread in a way that only the end of the process ends. */
  readonly onStuck: (culprit: StuckPlugin | null) => void;
}

export type ServeResult =
  | {
      readonly kind: "serving";
      /** Without a trailing slash. */
      readonly url: string;
      readonly registry: RegistryHost;
      readonly feed: RegistryFeed;
      /** Answers what is being asked, disables every plugin, and ends. Idempotent. */
      close(): Promise<void>;
    }
  | ApiRefusal;

/** A registry host with the operator API, and without an editor. */
export async function serve(options: ServeOptions): Promise<ServeResult> {
  const refusal = checkKeys(options) ?? (await checkAddress(options));
  if (refusal) return refusal;

  const feed = new RegistryFeed();
  const telemetry = await openTelemetryExport({
    wish: options.telemetry ?? null,
    distFolder: options.distFolder,
    registry: () => registry,
    onFailure: options.onFailure,
  });
  const registry: RegistryHost = new RegistryHost({
    workerFile: path.join(options.distFolder, "worker.js"),
    bareThread: options.bareThread,
    tracing: telemetry.tracing,
    events: {
      snapshotChanged: (snapshot) => feed.snapshotChanged(snapshot),
      sampled: (samples) => feed.sampled(samples),
      reloadObserved: (reports) => feed.reloadObserved(reports),
      logged: (lines) => {
        feed.logged(lines);
        options.onLogged?.(lines);
      },
      stuck: options.onStuck,
    },
  });
  const first = await registry.initialize(options.registry);
  const stored = new Map(Object.entries(options.registry.storedSecrets));
  const served = { registry, feed, first, options: options.registry, stored };
  const api = await openApi(served, options);
  const end = async (): Promise<void> => {
    // What has run until now is counted; plugins that end may still be traced.
    await telemetry.export?.closeMetrics();
    await registry.shutdown();
    await telemetry.export?.close();
  };
  if (api.kind === "refused") {
    await end();
    return api;
  }
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => (closing ??= api.close().then(end));
  return { kind: "serving", url: api.url, registry, feed, close };
}

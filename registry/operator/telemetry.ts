import path from "node:path";
import type { HostTracing, RegistryHost } from "../host/index.ts";
import type { TelemetryExport } from "../otel/export/index.ts";
import type { CarriedSpan, TelemetryWish } from "../otel/index.ts";

/** The traces and metrics that `patchbay serve` sends to a collector. */
export interface ServedTelemetry {
  /** For the registry. */
  readonly tracing: HostTracing | undefined;
  readonly export: TelemetryExport | null;
}

export interface TelemetryOptions {
  /** What the `OTEL_*` variables ask for; null: nothing, and nothing of it is loaded. */
  readonly wish: TelemetryWish | null;
  readonly distFolder: string;
  /** Asked once the registry runs. */
  readonly registry: () => Pick<RegistryHost, "durations" | "snapshot">;
  readonly onFailure: (error: Error) => void;
}

export async function openTelemetryExport(options: TelemetryOptions): Promise<ServedTelemetry> {
  const { wish, distFolder, registry, onFailure } = options;
  if (!wish?.traces && !wish?.metrics) return { tracing: undefined, export: null };
  const { openExport } = await import("../otel/export/index.ts");
  const opened = openExport({
    wish,
    source: {
      durations: () => registry().durations(),
      statuses: async () => (await registry().snapshot()).plugins,
    },
    onFailure: (message) => onFailure(new Error(`OpenTelemetry: ${message}`)),
  });
  const tracing = wish.traces && {
    file: path.join(distFolder, "otel-thread.js"),
    sampler: wish.traces.sampler,
    onTraced: (spans: readonly CarriedSpan[]) => opened.traced(spans),
  };
  return { tracing: tracing ?? undefined, export: opened };
}

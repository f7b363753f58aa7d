import { diag, DiagLogLevel } from "@opentelemetry/api";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import type { CarriedSpan, TelemetryWish } from "../types.ts";
import type { MetricsSource } from "./hook-metrics.ts";
import { MetricExport } from "./metric-export.ts";
import { SpanExport } from "./span-export.ts";
import { wordFailure } from "./word-failure.ts";

/** Takes the SDK's own log: there is nobody to read it. */
const quiet = (): void => undefined;

/** A collector that does not answer must not keep a service from ending. */
const CLOSE_DEADLINE_MS = 5_000;

export interface TelemetryExportOptions {
  readonly wish: TelemetryWish;
  readonly source: MetricsSource;
  /** Told what went wrong on the way to the collector, in one line. */
  readonly onFailure: (message: string) => void;
}

/** Sends what plugins do to the collector that the `OTEL_*` variables name. */
export interface TelemetryExport {
  /** Spans that ended in the plugins' thread. */
  traced(spans: readonly CarriedSpan[]): void;
  /** Sends the metrics a last time. To be called while they can be asked for. */
  closeMetrics(): Promise<void>;
  /** Sends what there is, and ends. Never rejects; gives up after some seconds. */
  close(): Promise<void>;
}

export function openExport({ wish, source, onFailure }: TelemetryExportOptions): TelemetryExport {
  const tell = (message: string, ...details: unknown[]): void =>
    onFailure(wordFailure(message, details));
  diag.setLogger(
    { error: tell, warn: tell, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const resource = resourceFromAttributes({ "service.name": "patchbay" })
    .merge(sdkResource())
    .merge(detectResources({ detectors: [envDetector] }));
  const spans = wish.traces && new SpanExport(wish.traces.protocol, resource);
  const metrics = wish.metrics && new MetricExport(wish.metrics, resource, source);
  let metricsClosing: Promise<void> | null = null;
  // One deadline for all of it, from when the end begins.
  let deadline: Promise<void> | null = null;
  const inTime = (work: Promise<void> | undefined): Promise<void> =>
    Promise.race([
      work?.catch((error: unknown) => tell("The last export failed:", error)),
      (deadline ??= late()),
    ]);
  const closeMetrics = (): Promise<void> => {
    // Spans are sent meanwhile: a collector that takes no metrics leaves them no time afterwards.
    void spans?.flush().catch(quiet); // Told when it is closed.
    return (metricsClosing ??= inTime(metrics?.close()));
  };
  return {
    traced: (carried) => spans?.take(carried),
    closeMetrics,
    close: async () => {
      await Promise.all([closeMetrics(), inTime(spans?.close())]);
    },
  };
}

/** Which SDK it is. The name that it gives a service which has none says less than ours. */
function sdkResource(): ReturnType<typeof defaultResource> {
  const { "service.name": _, ...attributes } = defaultResource().attributes;
  return resourceFromAttributes(attributes);
}

function late(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, CLOSE_DEADLINE_MS).unref();
  });
}

import type { Resource } from "@opentelemetry/resources";
import { OTLPMetricExporter as JsonExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter as ProtobufExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import {
  AggregationTemporality,
  InstrumentType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import type { TelemetryWish } from "../types.ts";
import { HookMetrics, type MetricsSource } from "./hook-metrics.ts";

/** Source: OpenTelemetry specification, "Periodic exporting MetricReader". */
const EXPORT_TIMEOUT_MS = 30_000;

/** Exports the registry's counters every now and then, and a last time when it is closed. */
export class MetricExport {
  readonly #provider: MeterProvider;

  constructor(
    { protocol, intervalMs }: NonNullable<TelemetryWish["metrics"]>,
    resource: Resource,
    source: MetricsSource,
  ) {
    const exporter = protocol === "http/json" ? new JsonExporter() : new ProtobufExporter();
    const temporality = exporter.selectAggregationTemporality(InstrumentType.HISTOGRAM);
    const isDelta = temporality === AggregationTemporality.DELTA;
    const reader = new PeriodicExportingMetricReader({
      exporter,
      exportIntervalMillis: intervalMs,
      exportTimeoutMillis: Math.min(intervalMs, EXPORT_TIMEOUT_MS),
      metricProducers: [new HookMetrics(source, resource, isDelta)],
    });
    this.#provider = new MeterProvider({ resource, readers: [reader] });
  }

  close(): Promise<void> {
    return this.#provider.shutdown();
  }
}

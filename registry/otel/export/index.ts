/** Sends what plugins do to a collector. A bundle of its own, loaded where the `OTEL_*` variables ask for it. */
export { openExport, type TelemetryExport, type TelemetryExportOptions } from "./open-export.ts";
export type { MetricsSource } from "./hook-metrics.ts";

/** Hooks as OpenTelemetry's traces and metrics. Nothing of its SDK is loaded by this. */
export { openTelemetry, type OpenTelemetryOptions } from "./open-telemetry.ts";
export type { OpenTelemetryApi } from "./telemetry-api.ts";
export { fireSpanOf, type FireSpan } from "./fire-span.ts";
export { spansOfLostFire } from "./lost-fire.ts";
export { readTelemetryWish } from "./read-wish.ts";
export type { CarriedSpan, SamplerWish, SpanIds, TelemetryWish, TraceOrigin } from "./types.ts";

/** Hooks as OpenTelemetry's traces and metrics. Nothing of its SDK is loaded by this. */
export { openTelemetry, type OpenTelemetryOptions } from "./open-telemetry.ts";
export type { OpenTelemetryApi } from "./telemetry-api.ts";
export { spansOfLostFire } from "./lost-fire.ts";
export { readTelemetryWish } from "./read-wish.ts";
export type { CarriedSpan, SamplerWish, TelemetryWish, TraceOrigin } from "./types.ts";

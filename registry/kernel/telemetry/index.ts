/** What is counted and timed of every call, and how it is shown. */
export { HookTelemetry, type Sample } from "./hook-telemetry.ts";
export { showLatency, showSample, showStats } from "./show.ts";

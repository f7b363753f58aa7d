/** What is counted and timed of every call, and how it is shown. */
export { CallBlock } from "./call-block.ts";
export { RowTimer } from "./row-timer.ts";
export { HookTelemetry } from "./hook-telemetry.ts";
export { showLatency, showSample, showStats } from "./show.ts";

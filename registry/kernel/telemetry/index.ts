/** What is counted and timed of every call, and how it is shown. */
export { FireBlock } from "./fire-block.ts";
export { HookTelemetry } from "./hook-telemetry.ts";
export { showLatency, showSample, showStats } from "./show.ts";

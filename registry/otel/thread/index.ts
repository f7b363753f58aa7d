/** Traces the plugins of a thread. A bundle of its own, loaded where the host asks for it. */
export { traceThread, type ThreadTracing } from "./trace-thread.ts";
export type { SpanRelayOptions } from "./span-relay.ts";

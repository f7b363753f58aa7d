import * as api from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import type { FireObserver } from "../../kernel/types.ts";
import { openTelemetry } from "../open-telemetry.ts";
import type { SamplerWish, TraceOrigin } from "../types.ts";
import { samplerFor } from "./sampler.ts";
import { SpanRelay, type SpanRelayOptions } from "./span-relay.ts";

/** The traces of a thread that runs plugins. */
export interface ThreadTracing {
  readonly observer: FireObserver;
  /** Runs code as a part of the trace that a request belongs to. */
  within<Result>(origin: TraceOrigin | undefined, code: () => Result): Result;
  /** Hands over what has ended. */
  flush(): void;
}

/**
 * Traces the plugins of this thread. What they trace themselves, through their own `@opentelemetry/api`, joins in; unless one of them starts
 * an SDK, which then finds the place taken. Metrics are not made here: the host knows them exactly.
 */
export function traceThread(options: SpanRelayOptions & { sampler: SamplerWish }): ThreadTracing {
  const relay = new SpanRelay(options);
  const propagator = new W3CTraceContextPropagator();
  const provider = new TracerProvider({
    sampler: samplerFor(options.sampler),
    spanProcessors: [relay],
  });
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.propagation.setGlobalPropagator(propagator);
  api.trace.setGlobalTracerProvider(provider);
  return {
    observer: openTelemetry(api, { metrics: false }),
    within(origin, code) {
      if (origin === undefined) return code();
      const parent = propagator.extract(api.ROOT_CONTEXT, origin, api.defaultTextMapGetter);
      return api.context.with(parent, code);
    },
    flush: () => relay.flush(),
  };
}

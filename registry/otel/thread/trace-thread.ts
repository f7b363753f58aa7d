import * as api from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import type { FireObserver } from "../../kernel/types.ts";
import { openTelemetry } from "../open-telemetry.ts";
import type { SamplerWish, SpanIds, TraceOrigin } from "../types.ts";
import { samplerFor } from "./sampler.ts";
import { SpanIdSource } from "./span-id-source.ts";
import { SpanRelay, type SpanRelayOptions } from "./span-relay.ts";

/** The traces of a thread that runs plugins. */
export interface ThreadTracing {
  readonly observer: FireObserver;
  /** Runs code as a part of the trace that a request belongs to. The first fire of it has the ids that were chosen for it, if any were. */
  within<Result>(
    origin: TraceOrigin | undefined,
    chosen: SpanIds | null,
    code: () => Result,
  ): Result;
  /** Hands over what has ended. */
  flush(): void;
}

/**
 * Traces the plugins of this thread. What they trace themselves, through their own `@opentelemetry/api`, joins in; unless one of them starts
 * an SDK, which then finds the place taken. Metrics are not made here: the host knows them exactly.
 */
export function traceThread(options: SpanRelayOptions & { sampler: SamplerWish }): ThreadTracing {
  const relay = new SpanRelay(options);
  const ids = new SpanIdSource();
  let next: SpanIds | null = null;
  const propagator = new W3CTraceContextPropagator();
  const provider = new TracerProvider({
    sampler: samplerFor(options.sampler),
    spanProcessors: [relay],
    idGenerator: ids,
  });
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.propagation.setGlobalPropagator(propagator);
  api.trace.setGlobalTracerProvider(provider);
  const observer = openTelemetry(api, { metrics: false });
  return {
    observer: {
      fired(hook, source) {
        const chosen = next;
        next = null;
        return ids.choose(chosen, () => observer.fired(hook, source));
      },
    },
    within(origin, chosen, code) {
      next = chosen;
      try {
        if (origin === undefined) return code();
        const parent = propagator.extract(api.ROOT_CONTEXT, origin, api.defaultTextMapGetter);
        return api.context.with(parent, code);
      } finally {
        next = null;
      }
    },
    flush: () => relay.flush(),
  };
}

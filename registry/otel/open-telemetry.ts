import type { Problem } from "../../schemas/index.ts";
import type { CallObservation, FireObservation, FireObserver } from "../kernel/types.ts";
import { ATTRIBUTE, DURATION, DURATION_BOUNDS_S, FAILURES, SCOPE } from "./names.ts";
import { timeOfDay } from "./time-of-day.ts";
import type { Meter, OpenTelemetryApi, Span, TraceContext } from "./telemetry-api.ts";

export interface OpenTelemetryOptions {
  /** Count and time calls with the API's meter. Default: true. */
  readonly metrics?: boolean;
}

/**
 * Makes fires spans, with a child for each call of a plugin, in the trace of whoever fires; and counts and times the calls. `api` is the
 * service's own `@opentelemetry/api`, whose SDK has been started: of one that is started later, the metrics are lost.
 *
 * ```ts
 * import * as api from "@opentelemetry/api";
 * const platform = await openManifest("config/plugins.yaml", { observer: openTelemetry(api) });
 * ```
 */
export function openTelemetry(
  api: OpenTelemetryApi,
  { metrics = true }: OpenTelemetryOptions = {},
): FireObserver {
  const tracer = api.trace.getTracer(SCOPE);
  const instruments = metrics ? instrumentsOf(api.metrics.getMeter(SCOPE)) : null;
  const startSpan = (name: string, attributes: Attributes, parent: TraceContext): Observed => {
    const span = tracer.startSpan(name, { attributes, startTime: timeOfDay() }, parent);
    return { span, context: api.trace.setSpan(parent, span) };
  };
  return {
    fired(hook, source) {
      const emitted = source === null ? {} : { [ATTRIBUTE.source]: source };
      const attributes = { [ATTRIBUTE.hook]: hook, ...emitted };
      const fire = startSpan(`fire ${hook}`, attributes, api.context.active());
      return observeFire(fire.span, (plugin) => {
        const about = { [ATTRIBUTE.hook]: hook, [ATTRIBUTE.plugin]: plugin };
        const { span, context } = startSpan(`call ${plugin}`, about, fire.context);
        return {
          run: (code) => api.context.with(context, code),
          ended(durationMs, problem) {
            endSpan(span, problem);
            instruments?.duration.record(durationMs / 1_000, about, context);
            if (problem) {
              const failed = { ...about, [ATTRIBUTE.errorType]: problem.code };
              instruments?.failures.add(1, failed, context);
            }
          },
        };
      });
    },
  };
}

type Attributes = { [name: string]: string | number };

interface Observed {
  readonly span: Span;
  /** In which the span is the one that others are children of. */
  readonly context: TraceContext;
}

/** Counts what becomes of the calls until the fire ends. */
function observeFire(span: Span, call: (plugin: string) => CallObservation): FireObservation {
  let calls = 0;
  let failures = 0;
  return {
    called(plugin) {
      calls += 1;
      const observation = call(plugin);
      return {
        run: (code) => observation.run(code),
        ended(durationMs, problem) {
          if (problem) failures += 1;
          observation.ended(durationMs, problem);
        },
      };
    },
    ended() {
      span.setAttribute(ATTRIBUTE.calls, calls);
      span.setAttribute(ATTRIBUTE.failures, failures);
      span.end(timeOfDay());
    },
  };
}

/** Plain errors are worded without their class. */
const ERROR_CLASS = /^\w*(?:Error|Exception)(?=:|$)/;

function endSpan(span: Span, problem: Problem | null): void {
  if (problem) {
    const { code, message, stack } = problem;
    span.setAttribute(ATTRIBUTE.errorType, code);
    const name = ERROR_CLASS.exec(message)?.[0] ?? "Error";
    span.recordException({ name, message, ...(stack !== null && { stack }) });
    span.setStatus({ code: 2, message });
  }
  span.end(timeOfDay());
}

function instrumentsOf(meter: Meter): {
  readonly duration: ReturnType<Meter["createHistogram"]>;
  readonly failures: ReturnType<Meter["createCounter"]>;
} {
  const { name, ...options } = DURATION;
  const advice = { explicitBucketBoundaries: [...DURATION_BOUNDS_S] };
  return {
    duration: meter.createHistogram(name, { ...options, advice }),
    failures: meter.createCounter(FAILURES.name, FAILURES),
  };
}

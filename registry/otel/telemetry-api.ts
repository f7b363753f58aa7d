/**
 * The part of `@opentelemetry/api` that is used here, so that a service hands in its own copy, of whichever version, and nothing has to
 * be loaded for those who do not.
 */
export interface OpenTelemetryApi {
  readonly trace: {
    getTracer(name: string): Tracer;
    setSpan(context: TraceContext, span: Span): TraceContext;
  };
  readonly metrics: { getMeter(name: string): Meter };
  readonly context: {
    active(): TraceContext;
    with<Result>(context: TraceContext, code: () => Result): Result;
  };
}

/** Opaque here, and written out so that the API's own is one. */
export interface TraceContext {
  getValue(key: symbol): unknown;
  setValue(key: symbol, value: unknown): TraceContext;
  deleteValue(key: symbol): TraceContext;
}

export interface Tracer {
  startSpan(name: string, options: SpanOptions, context: TraceContext): Span;
}

interface SpanOptions {
  attributes: Attributes;
  /** The time of day, in ms. */
  startTime: number;
}

export interface Span {
  setAttribute(name: string, value: string | number): unknown;
  setStatus(status: { code: 2; message: string }): unknown;
  recordException(exception: { name: string; message: string; stack?: string }): unknown;
  end(endTime: number): void;
}

export interface Meter {
  createHistogram(name: string, options: HistogramOptions): { record: Record };
  createCounter(name: string, options: InstrumentOptions): { add: Record };
}

type Record = (value: number, attributes: Attributes, context: TraceContext) => void;
type Attributes = { [name: string]: string | number };

interface InstrumentOptions {
  description: string;
  unit: string;
}

interface HistogramOptions extends InstrumentOptions {
  advice: { explicitBucketBoundaries: number[] };
}

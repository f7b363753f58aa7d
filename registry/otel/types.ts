/** The two forms of OTLP that go over HTTP. */
export type OtlpProtocol = "http/protobuf" | "http/json";

/** What the `OTEL_*` variables ask for. Where the data go, the exporters read there themselves. */
export interface TelemetryWish {
  /** Null: no traces. */
  readonly traces: { readonly protocol: OtlpProtocol; readonly sampler: SamplerWish } | null;
  /** Null: no metrics. */
  readonly metrics: { readonly protocol: OtlpProtocol; readonly intervalMs: number } | null;
  /** Which of the variables cannot be followed and why, in words for the person who set them. */
  readonly remarks: readonly string[];
}

/** Which traces are kept. */
export interface SamplerWish {
  /** Share of the traces that begin here, from 0 to 1. */
  readonly ratio: number;
  /** Whether a trace that began elsewhere is kept as was decided there. */
  readonly followsParent: boolean;
}

type Time = readonly [seconds: number, nanoseconds: number];
type Attributes = Readonly<Record<string, unknown>>;

interface CarriedContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

/** A span that ended, as it goes from the plugins' thread to the one that exports: plain data, without values of secrets. */
export interface CarriedSpan {
  readonly name: string;
  readonly kind: number;
  readonly context: CarriedContext;
  readonly parent: (CarriedContext & { readonly isRemote: boolean }) | null;
  readonly startTime: Time;
  readonly endTime: Time;
  readonly duration: Time;
  readonly status: { readonly code: number; readonly message?: string };
  readonly attributes: Attributes;
  readonly events: readonly {
    readonly name: string;
    readonly time: Time;
    readonly attributes: Attributes;
  }[];
  readonly links: readonly { readonly context: CarriedContext; readonly attributes: Attributes }[];
  readonly scope: { readonly name: string; readonly version?: string };
}

/** What a span is told apart by. */
export interface SpanIds {
  readonly traceId: string;
  readonly spanId: string;
}

/** Where a fire comes from: the W3C headers of the request that asked for it. */
export interface TraceOrigin {
  readonly traceparent: string;
  readonly tracestate?: string | undefined;
}

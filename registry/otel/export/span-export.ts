import type { Resource } from "@opentelemetry/resources";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { BatchSpanProcessor, type ReadableSpan } from "@opentelemetry/sdk-trace";
import type { CarriedSpan, OtlpProtocol } from "../types.ts";

/** Exports spans that another thread made. */
export class SpanExport {
  readonly #resource: Resource;
  readonly #processor: BatchSpanProcessor;

  constructor(protocol: OtlpProtocol, resource: Resource) {
    this.#resource = resource;
    const exporter = protocol === "http/json" ? new JsonExporter() : new ProtobufExporter();
    this.#processor = new BatchSpanProcessor({ exporter, ...batchOptions(process.env) });
  }

  take(spans: readonly CarriedSpan[]): void {
    for (const span of spans) this.#processor.onEnd(readable(span, this.#resource));
  }

  /** Sends what there is. */
  flush(): Promise<void> {
    return this.#processor.forceFlush();
  }

  close(): Promise<void> {
    return this.#processor.shutdown();
  }
}

/** Source: OpenTelemetry specification, "Batch Span Processor". */
function batchOptions(environment: NodeJS.ProcessEnv): Record<string, number> {
  const variables = {
    scheduledDelayMillis: "OTEL_BSP_SCHEDULE_DELAY",
    exportTimeoutMillis: "OTEL_BSP_EXPORT_TIMEOUT",
    maxQueueSize: "OTEL_BSP_MAX_QUEUE_SIZE",
    maxExportBatchSize: "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
  };
  const read = Object.entries(variables).map(
    ([option, variable]) => [option, Number(environment[variable])] as const,
  );
  return Object.fromEntries(read.filter(([, value]) => value > 0));
}

function readable(span: CarriedSpan, resource: Resource): ReadableSpan {
  const { context, parent, scope, events, links, ...fields } = span;
  return {
    ...fields,
    spanContext: () => ({ ...context }),
    ...(parent && { parentSpanContext: { ...parent } }),
    events: events.map((event) => ({ ...event })),
    links: links.map((link) => ({ ...link })),
    instrumentationScope: scope,
    resource,
    ended: true,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  } as unknown as ReadableSpan; // As the SDK's own span was before it was carried here.
}

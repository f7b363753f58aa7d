import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import protobuf from "protobufjs";
import { onTestFinished } from "vitest";

type Attributes = Readonly<Record<string, unknown>>;

export interface ReceivedSpan {
  readonly service: Attributes;
  readonly scope: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty: a root. */
  readonly parentSpanId: string;
  readonly name: string;
  readonly startNs: number;
  readonly endNs: number;
  readonly attributes: Attributes;
  readonly events: readonly { readonly name: string; readonly attributes: Attributes }[];
  /** 2 is an error. */
  readonly status: { readonly code: number; readonly message: string };
}

export interface ReceivedPoint {
  readonly service: Attributes;
  readonly metric: string;
  readonly unit: string;
  /** 1 is delta, 2 is cumulative; 0 for gauges. */
  readonly temporality: number;
  readonly attributes: Attributes;
  /** Of a counter or gauge; of a histogram the number of what was measured. */
  readonly value: number;
  readonly sum: number;
  readonly buckets: readonly number[];
  readonly bounds: readonly number[];
}

/** A collector of OpenTelemetry data that listens on this machine, and understands both forms that go over HTTP. */
export interface OtlpReceiver {
  readonly url: string;
  readonly spans: ReceivedSpan[];
  readonly points: ReceivedPoint[];
  /** The content types that arrived, by path. */
  readonly types: Map<string, string>;
}

const { root } = protobuf.parse(
  readFileSync(path.resolve(import.meta.dirname, "../../fixtures/otlp/otlp.proto"), "utf8"),
);

export async function startReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const points: ReceivedPoint[] = [];
  const types = new Map<string, string>();
  const server = createServer((request, response) => void take(request, response));
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await read(request);
    const type = request.headers["content-type"] ?? "";
    types.set(request.url ?? "", type);
    if (request.url === "/v1/traces") spans.push(...spansOf(decode(body, type, "TraceRequest")));
    if (request.url === "/v1/metrics")
      points.push(...pointsOf(decode(body, type, "MetricsRequest")));
    response.writeHead(200, { "content-type": type }).end(type.includes("json") ? "{}" : "");
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, spans, points, types };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
}

// What was sent is plain data in one of two spellings; the tests see what is not there.
/* oxlint-disable typescript/no-explicit-any */
type Message = any;

function decode(body: Buffer, type: string, message: string): Message {
  if (type.includes("json")) return JSON.parse(body.toString("utf8"));
  const kind = root.lookupType(message);
  return kind.toObject(kind.decode(body), { longs: Number, arrays: true });
}

function spansOf({ resourceSpans }: Message): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }: Message) =>
    scopeSpans.flatMap(({ scope, spans }: Message) =>
      spans.map((span: Message): ReceivedSpan => ({
        service: attributesOf(resource.attributes),
        scope: scope.name,
        traceId: hex(span.traceId),
        spanId: hex(span.spanId),
        parentSpanId: hex(span.parentSpanId),
        name: span.name,
        startNs: Number(span.startTimeUnixNano),
        endNs: Number(span.endTimeUnixNano),
        attributes: attributesOf(span.attributes),
        events: (span.events ?? []).map(({ name, attributes }: Message) => ({
          name,
          attributes: attributesOf(attributes),
        })),
        status: { code: span.status?.code ?? 0, message: span.status?.message ?? "" },
      })),
    ),
  );
}

function pointsOf({ resourceMetrics }: Message): ReceivedPoint[] {
  return resourceMetrics.flatMap(({ resource, scopeMetrics }: Message) =>
    scopeMetrics.flatMap(({ metrics }: Message) =>
      metrics.flatMap(({ name, unit, ...metric }: Message) => {
        const data = metric.histogram ?? metric.sum ?? metric.gauge;
        return data.dataPoints.map((point: Message): ReceivedPoint => ({
          service: attributesOf(resource.attributes),
          metric: name,
          unit,
          temporality: data.aggregationTemporality ?? 0,
          attributes: attributesOf(point.attributes),
          value: Number(point.count ?? point.asInt ?? point.asDouble ?? 0),
          sum: point.sum ?? 0,
          buckets: (point.bucketCounts ?? []).map(Number),
          bounds: point.explicitBounds ?? [],
        }));
      }),
    ),
  );
}

function attributesOf(attributes: Message): Attributes {
  return Object.fromEntries(
    (attributes ?? []).map(({ key, value }: Message) => {
      const [held] = Object.values(value);
      return [key, "intValue" in value ? Number(held) : held];
    }),
  );
}

function hex(id: unknown): string {
  if (id === undefined) return "";
  return typeof id === "string" ? id : Buffer.from(id as Uint8Array).toString("hex");
}

import { expect, onTestFinished, test, vi } from "vitest";
import { openExport, type TelemetryExport } from "../../../registry/otel/export/index.ts";
import { readTelemetryWish, type CarriedSpan } from "../../../registry/otel/index.ts";
import type { HookDurations, PluginStatus } from "../../../schemas/index.ts";
import { startReceiver, type OtlpReceiver } from "./otlp-receiver.ts";

const status = { state: "active" } as PluginStatus;

interface Exporting {
  readonly receiver: OtlpReceiver;
  readonly telemetry: TelemetryExport;
  readonly failures: string[];
  durations: readonly HookDurations[];
}

/** An export as the variables ask for it, to a receiver on this machine. */
async function exporting(environment: Readonly<Record<string, string>>): Promise<Exporting> {
  const receiver = await startReceiver();
  const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...environment };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const wish = readTelemetryWish(process.env);
  if (!wish) throw new Error("An endpoint asks for telemetry.");
  const failures: string[] = [];
  const source = {
    durations: async () => exported.durations,
    statuses: async () => [status, status],
  };
  const telemetry = openExport({ wish, source, onFailure: (message) => failures.push(message) });
  const exported: Exporting = { receiver, telemetry, failures, durations: [] };
  return exported;
}

const calls: HookDurations = {
  plugin: "steady",
  hook: "ping",
  counts: [3, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1],
  totalMs: 6_004.5,
  failures: 2,
};

const span: CarriedSpan = {
  name: "call steady",
  kind: 0,
  context: {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    traceFlags: 1,
  },
  parent: {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "00f067aa0ba902b7",
    traceFlags: 1,
    isRemote: true,
  },
  startTime: [1_700_000_000, 0],
  endTime: [1_700_000_001, 0],
  duration: [1, 0],
  status: { code: 2, message: "refused" },
  attributes: { "patchbay.hook": "ping" },
  events: [
    { name: "exception", time: [1_700_000_001, 0], attributes: { "exception.message": "refused" } },
  ],
  links: [],
  scope: { name: "patchbay" },
};

test.for([
  ["http/protobuf", "application/x-protobuf"],
  ["http/json", "application/json"],
] as const)("what is exported as %s arrives as it was", async ([protocol, type]) => {
  const exported = await exporting({
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_SERVICE_NAME: "shop",
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test,team=payments",
  });
  const { receiver, telemetry, failures } = exported;
  exported.durations = [calls];
  telemetry.traced([span]);
  await telemetry.close();

  expect(failures).toEqual([]);
  expect(receiver.types.get("/v1/traces")).toBe(type);
  expect(receiver.types.get("/v1/metrics")).toBe(type);
  expect(receiver.spans).toEqual([
    {
      service: expect.objectContaining({
        "service.name": "shop",
        "deployment.environment.name": "test",
        team: "payments",
        "telemetry.sdk.name": "opentelemetry",
      }),
      scope: "patchbay",
      traceId: span.context.traceId,
      spanId: span.context.spanId,
      parentSpanId: span.parent?.spanId,
      name: "call steady",
      startNs: 1_700_000_000e9,
      endNs: 1_700_000_001e9,
      attributes: { "patchbay.hook": "ping" },
      events: [{ name: "exception", attributes: { "exception.message": "refused" } }],
      status: { code: 2, message: "refused" },
    },
  ]);
  const whose = { "patchbay.plugin": "steady", "patchbay.hook": "ping" };
  expect(receiver.points).toMatchObject([
    {
      metric: "patchbay.hook.duration",
      unit: "s",
      temporality: 2,
      attributes: whose,
      value: 6,
      sum: 6.0045,
      buckets: calls.counts,
      bounds: [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    },
    { metric: "patchbay.hook.failures", unit: "{call}", attributes: whose, value: 2 },
    {
      metric: "patchbay.plugins",
      unit: "{plugin}",
      attributes: { "patchbay.plugin.state": "active" },
      value: 2,
    },
  ]);
});

test("without a name the service is called patchbay", async () => {
  const { receiver, telemetry } = await exporting({});
  telemetry.traced([span]);
  await telemetry.close();
  expect(receiver.spans[0]?.service["service.name"]).toBe("patchbay");
});

test("where only what was added is wanted, each export has what was added", async () => {
  const exported = await exporting({
    OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: "delta",
    OTEL_METRIC_EXPORT_INTERVAL: "20",
    OTEL_TRACES_EXPORTER: "none",
  });
  const { receiver, telemetry } = exported;
  const durations = () =>
    receiver.points.filter(({ metric }) => metric === "patchbay.hook.duration");
  exported.durations = [calls];
  await expect.poll(() => durations().reduce((sum, { value }) => sum + value, 0)).toBe(6);
  exported.durations = [{ ...calls, counts: calls.counts.map((count) => count + 1), failures: 9 }];
  await telemetry.close();
  expect(durations().every(({ temporality }) => temporality === 1)).toBe(true);
  expect(durations().reduce((sum, { value }) => sum + value, 0)).toBe(6 + calls.counts.length);
  const failures = receiver.points.filter(({ metric }) => metric === "patchbay.hook.failures");
  expect(failures.reduce((sum, { value }) => sum + value, 0)).toBe(9);
});

test("a collector that is not there is told of, and keeps nobody from ending", async () => {
  const exported = await exporting({
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1",
    OTEL_EXPORTER_OTLP_TIMEOUT: "200",
  });
  exported.telemetry.traced([span]);
  await exported.telemetry.close();
  expect(exported.failures.join("\n")).toContain("127.0.0.1:1");
});

test("a failure is one line without JSON or a stack", async () => {
  const exported = await exporting({
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1",
    OTEL_EXPORTER_OTLP_TIMEOUT: "200",
  });
  exported.durations = [calls];
  exported.telemetry.traced([span]);
  await exported.telemetry.close();
  expect(exported.failures).toContain("Metrics cannot be sent: connect ECONNREFUSED 127.0.0.1:1");
  for (const failure of exported.failures) expect(failure).not.toMatch(/\n|\{|\bat \S+ \(/);
});

import { assert, constantFrom, dictionary, oneof, property, string } from "fast-check";
import { expect, test } from "vitest";
import { readTelemetryWish } from "../../../registry/otel/index.ts";

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" };

test("nothing is asked for unless a variable says where to, or that it should be", () => {
  expect(readTelemetryWish({})).toBeNull();
  expect(
    readTelemetryWish({ OTEL_SERVICE_NAME: "shop", OTEL_RESOURCE_ATTRIBUTES: "a=b" }),
  ).toBeNull();
  expect(readTelemetryWish({ OTEL_EXPORTER_OTLP_ENDPOINT: "" })).toBeNull();
  expect(
    readTelemetryWish({ OTEL_TRACES_EXPORTER: "none", OTEL_METRICS_EXPORTER: "none", ...endpoint }),
  ).toBeNull();
});

test("an endpoint asks for traces and metrics, as protobuf", () => {
  expect(readTelemetryWish(endpoint)).toEqual({
    traces: { protocol: "http/protobuf", sampler: { ratio: 1, followsParent: true } },
    metrics: { protocol: "http/protobuf", intervalMs: 60_000 },
    remarks: [],
  });
});

test("each signal has its own endpoint, exporter and protocol", () => {
  expect(
    readTelemetryWish({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: "http://127.0.0.1:1/v1/metrics" }),
  ).toMatchObject({
    traces: null,
    metrics: { protocol: "http/protobuf" },
  });
  expect(readTelemetryWish({ OTEL_TRACES_EXPORTER: "otlp" })).toMatchObject({ metrics: null });
  expect(
    readTelemetryWish({
      ...endpoint,
      OTEL_METRICS_EXPORTER: "none",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "http/json",
    }),
  ).toMatchObject({ traces: { protocol: "http/json" }, metrics: null });
});

test("OTEL_SDK_DISABLED ends all of it", () => {
  expect(readTelemetryWish({ ...endpoint, OTEL_SDK_DISABLED: "True" })).toBeNull();
});

test.for([
  ["always_on", undefined, { ratio: 1, followsParent: false }],
  ["always_off", undefined, { ratio: 0, followsParent: false }],
  ["traceidratio", "0.25", { ratio: 0.25, followsParent: false }],
  ["parentbased_traceidratio", "0.5", { ratio: 0.5, followsParent: true }],
  ["parentbased_always_off", undefined, { ratio: 0, followsParent: true }],
] as const)("the sampler %s with %s", ([sampler, argument, expected]) => {
  const wish = readTelemetryWish({
    ...endpoint,
    OTEL_TRACES_SAMPLER: sampler,
    OTEL_TRACES_SAMPLER_ARG: argument,
  });
  expect(wish).toMatchObject({ traces: { sampler: expected }, remarks: [] });
});

test("what cannot be followed is said, with the variable that asks for it", () => {
  const grpc = readTelemetryWish({ ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" });
  expect(grpc).toMatchObject({ traces: null, metrics: null });
  expect(grpc?.remarks[0]).toContain("OTEL_EXPORTER_OTLP_PROTOCOL is grpc");
  const console = readTelemetryWish({ OTEL_TRACES_EXPORTER: "console" });
  expect(console?.remarks[0]).toContain("OTEL_TRACES_EXPORTER names console");
  const sampler = readTelemetryWish({ ...endpoint, OTEL_TRACES_SAMPLER: "xray" });
  expect(sampler?.remarks[0]).toContain("OTEL_TRACES_SAMPLER is xray");
  const ratio = readTelemetryWish({
    ...endpoint,
    OTEL_TRACES_SAMPLER: "traceidratio",
    OTEL_TRACES_SAMPLER_ARG: "7",
  });
  expect(ratio?.remarks[0]).toContain("OTEL_TRACES_SAMPLER_ARG is 7");
});

test("an endpoint that is no URL exports nothing, instead of sending elsewhere", () => {
  for (const url of ["nonsense", "localhost:4318", "ftp://127.0.0.1"]) {
    const wish = readTelemetryWish({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
    expect(wish).toMatchObject({ traces: null, metrics: null });
    expect(wish?.remarks[0]).toContain("OTEL_EXPORTER_OTLP_ENDPOINT is no URL");
  }
});

test("an interval that is no number of milliseconds is said not to be followed", () => {
  for (const interval of ["abc", "-1", "Infinity", "1e12"]) {
    const wish = readTelemetryWish({ ...endpoint, OTEL_METRIC_EXPORT_INTERVAL: interval });
    expect(wish?.metrics?.intervalMs).toBe(60_000);
    expect(wish?.remarks[0]).toContain(`OTEL_METRIC_EXPORT_INTERVAL is ${interval}`);
  }
});

test("whatever the variables hold is read to an end", () => {
  const names = [
    "OTEL_SDK_DISABLED",
    "OTEL_TRACES_EXPORTER",
    "OTEL_METRICS_EXPORTER",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_PROTOCOL",
    "OTEL_TRACES_SAMPLER",
    "OTEL_TRACES_SAMPLER_ARG",
    "OTEL_METRIC_EXPORT_INTERVAL",
  ];
  const value = oneof(
    string(),
    constantFrom("otlp", "none", "parentbased_traceidratio", "-1", "NaN"),
  );
  assert(
    property(dictionary(constantFrom(...names), value), (environment) => {
      const wish = readTelemetryWish(environment);
      if (wish?.metrics) expect(wish.metrics.intervalMs).toBeGreaterThan(0);
      if (wish?.traces) {
        const { ratio } = wish.traces.sampler;
        expect(ratio >= 0 && ratio <= 1).toBe(true);
      }
    }),
  );
});

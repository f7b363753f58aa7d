import * as api from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  type Histogram,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { afterAll, beforeEach, expect, test } from "vitest";
import { PluginRegistry } from "../../../registry/kernel/index.ts";
import { openTelemetry } from "../../../registry/otel/index.ts";
import { PluginBase } from "../../../registry/sdk/index.ts";
import { DURATION_BOUNDS_MS } from "../../../schemas/index.ts";
import { items, MemoryModules, pluginOf } from "../kernel/support.ts";

// A service's own SDK, as it would register it.
const spans = new InMemorySpanExporter();
const measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter: measured });
const meters = new MeterProvider({ readers: [reader] });
api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
api.trace.setGlobalTracerProvider(
  new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }),
);
api.metrics.setGlobalMeterProvider(meters);
afterAll(() => meters.shutdown());
beforeEach(() => spans.reset());

class Answering extends PluginBase {
  static override readonly hooks = ["post_plan"];
  async post_plan(): Promise<void> {
    await Promise.resolve();
    await this.emit("ticket_created", {});
  }
}

async function observedRegistry(): Promise<PluginRegistry> {
  const modules = new MemoryModules();
  const failing = pluginOf({
    post_plan: () => Promise.reject(new TypeError("the key hunter2 was refused")),
    ticket_created: () => undefined,
  });
  modules.modules["answering"] = { Answering };
  modules.modules["failing"] = { Failing: failing };
  const registry = new PluginRegistry({
    loader: modules,
    observer: openTelemetry(api),
    redact: (text) => text.replaceAll("hunter2", "***"),
  });
  await registry.load(
    items(
      { name: "answering", module: "answering:Answering" },
      { name: "failing", module: "failing:Failing" },
    ),
  );
  return registry;
}

/** The names from the root to each span, and what they are. */
function paths(): string[] {
  const all = spans.getFinishedSpans();
  const byId = new Map(all.map((span) => [span.spanContext().spanId, span]));
  const pathOf = (id: string): string => {
    const span = byId.get(id);
    if (!span) return "";
    return `${pathOf(span.parentSpanContext?.spanId ?? "")}/${span.name}`;
  };
  return all.map((span) => pathOf(span.spanContext().spanId)).toSorted();
}

test("a fire is a child of the caller's span, its calls are its children, and what they emit is theirs", async () => {
  const registry = await observedRegistry();
  const tracer = api.trace.getTracer("service");
  await tracer.startActiveSpan("request", async (request) => {
    await registry.fireAndWait("post_plan", {});
    request.end();
  });
  expect(paths()).toEqual([
    "/request",
    "/request/fire post_plan",
    "/request/fire post_plan/call answering",
    "/request/fire post_plan/call answering/fire ticket_created",
    "/request/fire post_plan/call answering/fire ticket_created/call failing",
    "/request/fire post_plan/call failing",
  ]);
  const fire = spans.getFinishedSpans().find(({ name }) => name === "fire ticket_created");
  expect(fire?.attributes).toEqual({
    "patchbay.hook": "ticket_created",
    "patchbay.source": "answering",
    "patchbay.fire.calls": 1,
    "patchbay.fire.failures": 0,
  });
});

test("a failed call is an error with its exception, without the values of secrets", async () => {
  const registry = await observedRegistry();
  registry.fire("post_plan", {});
  await new Promise(setImmediate);
  const failed = spans
    .getFinishedSpans()
    .find(({ status }) => status.code === api.SpanStatusCode.ERROR);
  expect(failed).toMatchObject({
    name: "call failing",
    status: { code: api.SpanStatusCode.ERROR, message: "TypeError: the key *** was refused" },
    attributes: {
      "patchbay.hook": "post_plan",
      "patchbay.plugin": "failing",
      "error.type": "plugin/handler-threw",
    },
    events: [
      {
        name: "exception",
        attributes: {
          "exception.type": "TypeError",
          "exception.message": "TypeError: the key *** was refused",
          "exception.stacktrace": expect.stringContaining("open-telemetry.test.ts"),
        },
      },
    ],
  });
  expect(
    JSON.stringify(
      spans.getFinishedSpans().map((span) => [span.attributes, span.events, span.status]),
    ),
  ).not.toContain("hunter2");
});

const spanOf = (name: string) => spans.getFinishedSpans().find((span) => span.name === name);
const ns = ([seconds, nanoseconds]: api.HrTime = [0, 0]): number => seconds * 1e9 + nanoseconds;

test("a call begins and ends when the handler does", async () => {
  const registry = await observedRegistry();
  await registry.fireAndWait("post_plan", {});
  const [fire, call] = [spanOf("fire post_plan"), spanOf("call answering")];
  expect(ns(call?.startTime)).toBeGreaterThanOrEqual(ns(fire?.startTime));
  expect(ns(call?.endTime)).toBeGreaterThanOrEqual(ns(call?.startTime));
  expect(ns(fire?.endTime)).toBeGreaterThanOrEqual(ns(call?.endTime));
});

test("the service's meter counts and times each call", async () => {
  const registry = await observedRegistry();
  for (let time = 0; time < 20; time++) registry.fire("ticket_created", {});
  await registry.fireAndWait("post_plan", {});
  await meters.forceFlush();
  const metrics =
    measured
      .getMetrics()
      .at(-1)
      ?.scopeMetrics.flatMap((scope) => scope.metrics) ?? [];
  const duration = metrics.find(({ descriptor }) => descriptor.name === "patchbay.hook.duration");
  expect(duration?.descriptor.unit).toBe("s");
  const created = duration?.dataPoints.find(
    ({ attributes }) => attributes["patchbay.hook"] === "ticket_created",
  );
  // Other tests fired it, too: once in each fire of post_plan that they waited for.
  const value = created?.value as Histogram | undefined;
  expect(value?.count).toBeGreaterThanOrEqual(21);
  expect(value?.buckets.boundaries).toEqual(DURATION_BOUNDS_MS.map((ms) => ms / 1_000));
  const failures = metrics.find(({ descriptor }) => descriptor.name === "patchbay.hook.failures");
  expect(failures?.dataPoints).toMatchObject([
    { attributes: { "patchbay.plugin": "failing", "error.type": "plugin/handler-threw" } },
  ]);
});

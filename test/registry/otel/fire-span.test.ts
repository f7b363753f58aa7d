import { defaultTextMapGetter, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { SamplingDecision, TraceIdRatioBasedSampler } from "@opentelemetry/sdk-trace";
import { assert, constantFrom, oneof, property, string, stringMatching, tuple } from "fast-check";
import { expect, test } from "vitest";
import { fireSpanOf } from "../../../registry/otel/index.ts";

const hex = (digits: number) => stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`));
const header = tuple(
  oneof(constantFrom("00", "01", "ff"), hex(2)),
  oneof(constantFrom("0".repeat(32)), hex(32)),
  oneof(constantFrom("0".repeat(16)), hex(16)),
  hex(2),
).map((parts) => parts.join("-"));

test("it is a child of what the plugins' thread takes for its parent, whatever the header says", () => {
  const propagator = new W3CTraceContextPropagator();
  assert(
    property(oneof(header, string()), (traceparent) => {
      const context = propagator.extract(ROOT_CONTEXT, { traceparent }, defaultTextMapGetter);
      const parent = trace.getSpanContext(context);
      const span = fireSpanOf({ traceparent }, { ratio: 1, followsParent: true });
      expect(span.parentId).toBe(parent?.spanId ?? null);
      if (parent) expect(span.traceId).toBe(parent.traceId);
    }),
  );
});

test("it is kept as the plugins' thread decides by the ratio", () => {
  assert(
    property(hex(32), constantFrom(0, 0.001, 0.25, 0.5, 0.999, 1), (traceId, ratio) => {
      if (/^0+$/.test(traceId)) return;
      const there = new TraceIdRatioBasedSampler(ratio).shouldSample(ROOT_CONTEXT, traceId);
      const origin = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
      const { isKept } = fireSpanOf(origin, { ratio, followsParent: false });
      expect(isKept).toBe(there.decision === SamplingDecision.RECORD_AND_SAMPLED);
    }),
  );
});

test("every trace that begins with a fire is another", () => {
  const [one, other] = [1, 2].map(() => fireSpanOf(undefined, { ratio: 1, followsParent: true }));
  expect(one).toMatchObject({ parentId: null, isKept: true });
  expect(one?.traceId).not.toBe(other?.traceId);
});

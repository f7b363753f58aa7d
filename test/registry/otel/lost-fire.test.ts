import { expect, test } from "vitest";
import { fireSpanOf, spansOfLostFire } from "../../../registry/otel/index.ts";
import type { FireReport, Problem } from "../../../schemas/index.ts";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const PARENT = "b7ad6b7169203331";
const problem: Problem = {
  code: "plugin/crashed",
  message: "it ran out of memory",
  at: new Date(0).toISOString(),
  location: null,
  stack: null,
};
const report: FireReport = {
  hook: "ping",
  outcomes: [
    { kind: "lost", plugin: "before", problem },
    { kind: "threw", plugin: "culprit", durationMs: 40, problem },
    { kind: "skipped", plugin: "after", reason: "interrupted" },
  ],
  payload: null,
  payloadProblem: "the plugins' thread ended while the hook was fired",
  result: null,
  problems: [],
  durationMs: 40,
};
const ns = ([seconds, nanoseconds]: readonly [number, number]): number =>
  seconds * 1e9 + nanoseconds;
const always = { ratio: 1, followsParent: true };
const from = (flags: string) => ({ traceparent: `00-${TRACE_ID}-${PARENT}-${flags}` });

test("a fire that was lost with its thread is a span that failed, with the call that the thread was lost in", () => {
  const span = fireSpanOf(from("01"), always);
  const [fire, call, ...others] = spansOfLostFire(span, report);
  expect(others).toEqual([]);
  expect(fire).toMatchObject({
    name: "fire ping",
    context: { traceId: TRACE_ID, spanId: span.spanId },
    parent: { traceId: TRACE_ID, spanId: PARENT, isRemote: true },
    status: { code: 2 },
    attributes: { "patchbay.hook": "ping", "error.type": "plugin/outcome-lost" },
  });
  expect(call).toMatchObject({
    name: "call culprit",
    parent: { spanId: fire?.context.spanId },
    status: { code: 2, message: "it ran out of memory" },
    attributes: { "patchbay.plugin": "culprit", "error.type": "plugin/crashed" },
  });
  expect(ns(fire?.endTime ?? [0, 0]) - ns(fire?.startTime ?? [0, 0])).toBeCloseTo(40e6, -6);
});

test("it is kept where its caller keeps it, and where it begins as often as others", () => {
  const spansOf = (trace: { traceparent: string } | undefined, sampler: typeof always) =>
    spansOfLostFire(fireSpanOf(trace, sampler), report).length;
  expect(spansOf(from("00"), always)).toBe(0);
  expect(spansOf(from("00"), { ratio: 1, followsParent: false })).toBe(2);
  expect(spansOf(undefined, always)).toBe(2);
  expect(spansOf(undefined, { ratio: 0, followsParent: true })).toBe(0);
  expect(spansOf({ traceparent: "no header" }, always)).toBe(2);
});

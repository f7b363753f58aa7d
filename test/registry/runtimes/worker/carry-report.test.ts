import { expect, test } from "vitest";
import { carryReport } from "../../../../registry/runtimes/worker/carry-report.ts";

const fired = { hook: "ping", outcomes: [], problems: [], durationMs: 1, result: null };
const circle: Record<string, unknown> = {};
circle["self"] = circle;

test.each([
  ["a number that JSON does not have", { id: 10n }, "BigInt"],
  ["a circle", circle, "circular structure"],
  ["code", { run: () => undefined }, "could not be cloned"],
])("a payload with %s is left out, and the report says why", (_, payload, reason) => {
  const report = carryReport({ ...fired, payload });
  expect(report.payload).toBeNull();
  expect(report.payloadProblem).toContain(reason);
  expect(report.payloadProblem).not.toContain("\n");
  expect(() => JSON.stringify(report)).not.toThrow();
});

test("a result that cannot be written is left out, and the payload stays", () => {
  const result = { plugin: "counter", value: 10n, problem: null };
  const report = carryReport({ ...fired, payload: { a: 1 }, result });
  expect(report).toMatchObject({
    payload: { a: 1 },
    payloadProblem: null,
    result: { value: null },
  });
  expect(report.result?.problem).toContain("BigInt");
});

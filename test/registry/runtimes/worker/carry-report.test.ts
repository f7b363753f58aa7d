import { expect, test } from "vitest";
import { redact } from "../../../../registry/secrets/index.ts";
import { carryReport } from "../../../../registry/runtimes/worker/carry-report.ts";

const fired = { hook: "ping", outcomes: [], problems: [], durationMs: 1, result: null };
const asItIs = (text: string): string => text;
const clean = (text: string): string => redact(text, ["hunter2-abc", 4711471, "1"]);
const circle: Record<string, unknown> = {};
circle["self"] = circle;

test.each([
  ["a number that JSON does not have", { id: 10n }, "BigInt"],
  ["a circle", circle, "circular structure"],
  ["code", { run: () => undefined }, "could not be cloned"],
])("a payload with %s is left out, and the report says why", (_, payload, reason) => {
  const report = carryReport({ ...fired, payload }, asItIs);
  expect(report.payload).toBeNull();
  expect(report.payloadProblem).toContain(reason);
  expect(report.payloadProblem).not.toContain("\n");
  expect(() => JSON.stringify(report)).not.toThrow();
});

test("a result that cannot be written is left out, and the payload stays", () => {
  const result = { plugin: "counter", value: 10n, problem: null };
  const report = carryReport({ ...fired, payload: { a: 1 }, result }, asItIs);
  expect(report).toMatchObject({
    payload: { a: 1 },
    payloadProblem: null,
    result: { value: null },
  });
  expect(report.result?.problem).toContain("BigInt");
});

test("secrets that handlers left for each other are not shown, and the rest is as it was", () => {
  const payload = {
    plan: { id: 4, at: new Date(0), header: ["Bearer hunter2-abc"] },
    "hunter2-abc": { pin: 4711471, one: 1 },
  };
  const result = { plugin: "vault", value: "hunter2-abc", problem: null };
  const report = carryReport({ ...fired, payload, result }, clean);
  expect(report).toMatchObject({
    payload: {
      "***": { pin: "***", one: 1 },
      plan: { id: 4, at: "1970-01-01T00:00:00.000Z", header: ["Bearer ***"] },
    },
    result: { plugin: "vault", value: "***", problem: null },
  });
  expect(JSON.stringify(report)).not.toMatch(/hunter2|4711471/);
  // The handlers' own objects are theirs.
  expect(payload.plan.header).toEqual(["Bearer hunter2-abc"]);
});

test("what holds no secret is sent as it is", () => {
  const payload = { at: new Date(0), kinds: new Set([1]) };
  expect(carryReport({ ...fired, payload }, asItIs).payload).toBe(payload);
});

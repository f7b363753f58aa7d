import { inspect } from "node:util";
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

test("what is sent is what was looked at: no field that `toJSON` leaves out, nor what a map holds", () => {
  class Client {
    readonly token = "hunter2-abc";
    toJSON(): unknown {
      return { kind: "client" };
    }
  }
  const payload = {
    client: new Client(),
    tokens: new Map([["a", "hunter2-abc"]]),
    at: new Date(0),
  };
  const result = { plugin: "vault", value: new Client(), problem: null };
  const report = carryReport({ ...fired, payload, result }, clean);
  expect(inspect(structuredClone(report), { depth: null })).not.toContain("hunter2");
  expect(report.payload).toEqual({
    client: { kind: "client" },
    tokens: {},
    at: "1970-01-01T00:00:00.000Z",
  });
  expect(report.result?.value).toEqual({ kind: "client" });
});

test("the reason why something cannot be written has no secret in it", () => {
  const unwilling = {
    toJSON: (): never => {
      throw new Error("hunter2-abc is no JSON");
    },
  };
  const payload = Object.create(unwilling) as Record<string, unknown>;
  const sent = carryReport({ ...fired, payload }, clean);
  expect(sent).toMatchObject({ payload: null, payloadProblem: "Error: *** is no JSON" });
});

test("a handler that answers with nothing answered with nothing", () => {
  const result = { plugin: "quiet", value: undefined, problem: null };
  expect(carryReport({ ...fired, payload: {}, result }, clean).result?.value).toBeUndefined();
});

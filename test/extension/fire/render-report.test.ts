import { expect, test } from "vitest";
import type { FireReport } from "../../../schemas/index.ts";
import { countsOf, hasFailures, renderReport } from "../../../extension/fire/render-report.ts";

const report: FireReport = {
  hook: "post_plan",
  durationMs: 12.34,
  payload: { plan: { plan_id: "plan-1" } },
  payloadProblem: null,
  result: null,
  problems: [],
  outcomes: [
    { kind: "answered", plugin: "ticket_sync", durationMs: 8.12 },
    {
      kind: "threw",
      plugin: "warehouse",
      durationMs: 1,
      problem: {
        code: "plugin/threw",
        message: "TypeError: no key",
        at: "",
        location: { file: "/project/plugins/warehouse.ts", line: 13, character: 8 },
        stack: null,
      },
    },
    { kind: "skipped", plugin: "digest", reason: "disabled" },
  ],
};

test("the counts are said in words", () => {
  expect(countsOf(report)).toBe("1 answered, 1 threw, 1 skipped");
  expect(countsOf({ ...report, outcomes: [] })).toBe("no plugin handles it");
  expect(hasFailures(report)).toBe(true);
});

test("every plugin has a line, in the order in which it was called, and a failure its place", () => {
  const text = renderReport({ report, firedAt: new Date(0) });
  const places = ["✓ ticket_sync", "✗ warehouse", "TypeError: no key", "– digest"];
  const found = places.map((place) => text.indexOf(place));
  expect(found).toEqual(found.toSorted((left, right) => left - right));
  expect(found).not.toContain(-1);
  expect(text).toContain("at /project/plugins/warehouse.ts:14:9");
  expect(text).toContain('"plan_id": "plan-1"');
});

test("a plugin whose outcome was lost with its thread is not said to have thrown", () => {
  const problem = {
    code: "plugin/outcome-lost",
    message: "Whether post_plan was called was lost",
    at: "",
    location: null,
    stack: null,
  };
  const lost: FireReport = {
    ...report,
    outcomes: [{ kind: "lost", plugin: "ticket_sync", problem }],
  };
  const text = renderReport({ report: lost, firedAt: new Date(0) });
  expect(countsOf(lost)).toBe("1 lost");
  expect(hasFailures(lost)).toBe(true);
  expect(text).toContain("? ticket_sync  lost with the plugins' thread");
  expect(text).not.toContain("threw");
});

test("what is wrong with the fire is said, and counts as a failure", () => {
  const problem = {
    code: "hook/payload-invalid",
    message: "post_plan: plan: expected an object",
    at: "",
    location: null,
    stack: null,
  };
  const doubtful = { ...report, outcomes: [], problems: [problem] };
  const text = renderReport({ report: doubtful, firedAt: new Date(0) });
  expect(text).toContain("Fired all the same, with 1 problem:");
  expect(text).toContain("! post_plan: plan: expected an object");
  expect(hasFailures(doubtful)).toBe(true);
  expect(countsOf(doubtful)).toBe("no plugin handles it, 1 problem");
});

test("the result of a first-result hook is shown, or why it cannot be", () => {
  const result = { plugin: "owners", value: { team: "core" }, problem: null };
  const firedAt = new Date(0);
  const text = renderReport({ report: { ...report, result }, firedAt });
  expect(text).toContain("Result of owners");
  expect(text).toContain('"team": "core"');
  const lost = { ...result, value: null, problem: "A function cannot be cloned." };
  expect(renderReport({ report: { ...report, result: lost }, firedAt })).toContain(
    "A function cannot be cloned.",
  );
});

test("a payload that could not be carried back says why", () => {
  const carried = { ...report, payload: null, payloadProblem: "A function cannot be cloned." };
  const text = renderReport({ report: carried, firedAt: new Date(0) });
  expect(text).toContain("A function cannot be cloned.");
});

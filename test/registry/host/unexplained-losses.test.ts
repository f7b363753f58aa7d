import { expect, test } from "vitest";
import { UnexplainedLosses } from "../../../registry/host/unexplained-losses.ts";

function verdicts(...suspects: (string | null)[]): unknown[] {
  const losses = new UnexplainedLosses();
  return suspects.map((suspect) => losses.add(suspect));
}

const endure = { kind: "endure" };

test("a plugin that ran last before every one of three losses is blamed", () => {
  expect(verdicts("a", "a", "a")).toEqual([
    endure,
    endure,
    { kind: "blame", plugin: "a", times: 3 },
  ]);
});

test("losses after different plugins, or after none, stop all", () => {
  expect(verdicts("a", "b", "a").at(-1)).toEqual({ kind: "stop-all", times: 3 });
  expect(verdicts(null, null, null).at(-1)).toEqual({ kind: "stop-all", times: 3 });
});

test("after a verdict, and after something went well, counting begins anew", () => {
  expect(verdicts("a", "a", "a", "a").at(-1)).toEqual(endure);
  const losses = new UnexplainedLosses();
  losses.add("a");
  losses.add("a");
  losses.forget();
  expect(losses.add("a")).toEqual(endure);
});

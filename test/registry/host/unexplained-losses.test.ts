import { expect, test } from "vitest";
import { UnexplainedLosses } from "../../../registry/host/unexplained-losses.ts";

function verdicts(...suspects: (string | null)[]): unknown[] {
  const losses = new UnexplainedLosses();
  return suspects.map((suspect) => losses.add(suspect, 0));
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
  losses.add("a", 0);
  losses.add("a", 0);
  losses.forget();
  expect(losses.add("a", 0)).toEqual(endure);
});

test("losses that are minutes apart are no row, whoever ran last", () => {
  const losses = new UnexplainedLosses();
  const minute = 60_000;
  const seen = [0, 6, 12, 18].map((at) => losses.add("a", at * minute));
  expect(seen).toEqual([endure, endure, endure, endure]);
  expect(losses.add("a", 19 * minute)).toMatchObject({ kind: "blame" });
});

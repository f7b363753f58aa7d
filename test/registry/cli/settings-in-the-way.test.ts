import { expect, test } from "vitest";
import { readSettings } from "../../../registry/cli/settings.ts";
import { meet, type Met } from "../../../registry/cli/settings-in-the-way.ts";

const CONFIG = { list: [1, 2], scalar: "x", style: { loud: true }, secrets: { A: "***" } };

function met(...set: readonly string[]): Met {
  const read = readSettings({ set });
  if (read.kind === "malformed") throw new Error(read.message);
  return meet(CONFIG, read.patch);
}

test("an element of a list and a setting within a scalar are refused with what to write instead", () => {
  expect(met("list.0=9").refusal).toContain("--json-set 'list=[…]'");
  expect(met("scalar.x=1").refusal).toContain("--json-set 'scalar={…}'");
});

test("what replaces only what it names is let through, and so is what is not known of secrets", () => {
  const through = { refusal: null, missing: [] };
  expect(met("list=9", "style.times=2", "new.deep=1", "secrets.A.value=v")).toEqual(through);
  expect(meet(CONFIG, { scalar: { x: 1 } })).toEqual(through);
});

test("what is to be removed and is not there is told", () => {
  const read = readSettings({ unset: ["scalar", "nope", "style.nope"] });
  if (read.kind === "malformed") throw new Error(read.message);
  expect(meet(CONFIG, read.patch).missing).toEqual(["nope", "style.nope"]);
});

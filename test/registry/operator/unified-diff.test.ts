import * as fc from "fast-check";
import { expect, test } from "vitest";
import { unifiedDiff } from "../../../registry/operator/operations/index.ts";

test("a difference turns the one text into the other", () => {
  const line = fc.constantFrom("a", "b", "c", "");
  fc.assert(
    fc.property(fc.array(line), fc.array(line), fc.array(line), (kept, removed, added) => {
      const before = [...kept, ...removed, ...kept].map((each) => `${each}\n`).join("");
      const after = [...kept, ...added, ...kept].map((each) => `${each}\n`).join("");
      const [head = "", ...lines] = unifiedDiff(before, after).split("\n");
      const [, start = "1", count = "0"] = /^@@ -(\d+),(\d+) /.exec(head) ?? [];
      const old = before.split("\n").slice(0, -1);
      const at = Math.max(0, Number(start) - 1) + (count === "0" && start !== "0" ? 1 : 0);
      const now = lines.filter((each) => !each.startsWith("-")).map((each) => each.slice(1));
      const result = [...old.slice(0, at), ...now, ...old.slice(at + Number(count))];
      expect(result.map((each) => `${each}\n`).join("")).toBe(after);
    }),
  );
});

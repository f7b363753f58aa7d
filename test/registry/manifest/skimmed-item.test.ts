import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseManifest } from "../../../registry/manifest/index.ts";

const aPart = fc.constantFrom(
  "- name: a",
  "-  name:  alert_b ",
  "- name: 'c'",
  "- name: a # said",
  "- name: no",
  "- name:",
  "- module: m.x:Y",
  "  name: a",
  "  module: m.x:Y",
  "  b",
  "    more",
  "# comment",
  "",
  "a:",
  " - name: d",
  "- {name: e, module: m.x:Y}",
);

test("the head that is known before an item is parsed is the one that is found then", () => {
  fc.assert(
    fc.property(
      fc.array(aPart, { maxLength: 8 }),
      fc.constantFrom("\n", "\r\n"),
      (lines, lineBreak) => {
        for (const item of parseManifest(lines.join(lineBreak)).items) {
          const head = item.headSpan;
          // Asks where it ends, which only the parser knows.
          expect(item.span.end).toBeGreaterThanOrEqual(item.span.start);
          expect(item.headSpan).toEqual(head);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

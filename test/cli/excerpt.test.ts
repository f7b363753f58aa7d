import * as fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { showLinesOf } from "../../cli/report/excerpt.ts";

const secret = fc.stringMatching(/^[A-Za-z0-9!-]{8,20}$/).map((text) => `zq${text}`);

test("no line shows what stands below secrets, in whatever style it is written", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[A-Z_]{3,8}$/), secret, { minKeys: 1 }),
      fc.constantFrom("BLOCK_LITERAL", "QUOTE_DOUBLE", "QUOTE_SINGLE", "PLAIN" as const),
      fc.boolean(),
      fc.boolean(),
      (secrets, style, isFlow, isBroken) => {
        const entries = [{ name: "a", config: { deep: { Secrets: secrets } } }];
        const written = stringify(entries, {
          defaultStringType: style,
          collectionStyle: isFlow ? "flow" : "block",
        });
        const text = isBroken ? `${written}\n- broken: [` : written;
        const showLine = showLinesOf(text);
        const shown = text.split("\n").map((_, index) => showLine(index));
        for (const value of Object.values(secrets)) expect(shown.join("\n")).not.toContain(value);
      },
    ),
  );
});

test("what is shown is as long as what is written, so that marks stand below what they mark", () => {
  const text = "- config:\n    secrets:\n      KEY: value # note\n";
  expect(showLinesOf(text)(2)).toBe("      KEY: ***** * ****");
});

test("other lines are shown as they are", () => {
  const text = "- name: a\n  config:\n    secrets: {A: b1g-secret}\n    channel: plain\n";
  const showLine = showLinesOf(text);
  expect([showLine(0), showLine(3)]).toEqual(["- name: a", "    channel: plain"]);
});

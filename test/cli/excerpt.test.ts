import * as fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { excerptOf } from "../../cli/report/excerpt.ts";
import { HiddenLines } from "../../cli/report/hidden-lines.ts";

/** Whole lines, by their number from 0. */
function showLinesOf(text: string): (index: number) => string {
  const lines = new HiddenLines(text);
  return (index) => lines.show(index, 0, lines.lengthOf(index));
}

/** Of a text of one line. */
function excerpt(text: string, from: number, to = from + 1): ReturnType<typeof excerptOf> {
  const range = { start: { line: 0, character: from }, end: { line: 0, character: to } };
  return excerptOf(new HiddenLines(text), range);
}

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

test("of a long line only what is around the place is shown, with the marks below the place", () => {
  const text = `- name: ${"a".repeat(500)}X${"b".repeat(30_000_000)}`;
  const shown = excerpt(text, 508);
  expect(shown?.text).toMatch(/^…a{60}Xb{99}…$/);
  expect(shown?.text[shown.indent.length]).toBe("X");
  expect(excerpt(text, 0, 6)).toMatchObject({ indent: "", marks: "^^^^^^" });
  expect(excerpt(text, 0, text.length)?.marks).toHaveLength(160);
});

test("no part of a line shows a part of a secret, wherever it is cut", () => {
  const value = `zq${"s3cr3t-".repeat(10)}`;
  const text = `- {name: ${"a".repeat(150)}, copied: ${value}, config: {x: ${"b".repeat(200)}, also: 5}}
- name: b
  config: {secrets: {KEY: ${value}}}
`;
  const lines = new HiddenLines(text);
  fc.assert(
    fc.property(fc.nat(lines.lengthOf(0)), (character) => {
      const range = { start: { line: 0, character }, end: { line: 0, character: character + 1 } };
      const shown = excerptOf(lines, range);
      expect(shown?.text).not.toMatch(/s3cr|3t-/);
    }),
  );
});

test("no half of a character is shown, and nothing that moves the cursor", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 400 }), (written) => {
      const text = written.replaceAll(/[\r\n]/g, "");
      const shown = excerpt(text, Math.floor(text.length / 2));
      expect(shown?.text ?? "").not.toMatch(/\p{Cs}|[^\P{Cc}\t]/u);
    }),
    { numRuns: 30 },
  );
});

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { TextFile } from "../../../server/workspace/index.ts";

const WORD = "ignore";

test("whether a word occurs is known after any edits, whatever was known before", () => {
  const piece = fc.oneof(
    fc.constantFrom("ign", "ore", "i", "gnore", "ignore", "\n", "\r\n", "x"),
    fc.string({ maxLength: 3 }),
  );
  const edit = fc.record({ at: fc.nat(40), length: fc.nat(8), newText: piece, asks: fc.boolean() });
  fc.assert(
    fc.property(fc.array(piece), fc.array(edit), (start, edits) => {
      const file = TextFile.opened("file:///plugins.yaml", 1, start.join(""));
      expect(file.mentions(WORD)).toBe(file.text.includes(WORD));
      for (const [index, { at, length, newText, asks }] of edits.entries()) {
        const range = file.rangeOf({ start: at, end: at + length });
        file.change([{ range, text: newText }], index + 2);
        if (asks) expect(file.mentions(WORD)).toBe(file.text.includes(WORD));
      }
      expect(file.mentions(WORD)).toBe(file.text.includes(WORD));
    }),
  );
});

/** A few thousand characters, so that edits meet the ends of what the text is kept in. */
const aText = fc
  .array(fc.constantFrom("", "x", "- name: a", "é\u{1F50C}", "y".repeat(900), "z".repeat(5000)), {
    maxLength: 24,
  })
  .chain((lines) =>
    fc
      .array(fc.constantFrom("\n", "\n", "\r\n", "\r", "\n\r"), {
        minLength: lines.length,
        maxLength: lines.length,
      })
      .map((ends) => lines.map((line, index) => line + (ends[index] ?? "")).join("")),
  );

const anEdit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.nat(4), fc.nat(9000)),
  newText: fc.oneof(
    fc.constantFrom("", "\n", "\r", "\r\n", "a\nb\n", "w".repeat(5000)),
    aText,
    fc.string({ maxLength: 3 }),
  ),
});

describe("after any edits", () => {
  test("places, lines and the text are those of the reference implementation", () => {
    fc.assert(
      fc.property(
        aText,
        fc.array(anEdit, { maxLength: 5 }),
        fc.array(fc.nat(40_000), { minLength: 4 }),
        (start, edits, places) => {
          const file = TextFile.opened("file:///plugins.yaml", 1, start);
          const reference = TextDocument.create("file:///plugins.yaml", "yaml", 1, start);
          const compare = (): void => {
            expect(file.text).toBe(reference.getText());
            expect(file.lineCount).toBe(reference.lineCount);
            for (const place of [-1, 0, file.text.length, file.text.length + 1, ...places]) {
              const position = reference.positionAt(place);
              expect(file.positionAt(place)).toEqual(position);
              const asked = { line: place % (file.lineCount + 2), character: place % 1000 };
              expect(file.offsetAt(asked)).toBe(reference.offsetAt(asked));
              expect(file.offsetAt(position)).toBe(reference.offsetAt(position));
            }
          };
          compare();
          for (const [index, { at, length, newText }] of edits.entries()) {
            const from = Math.floor(at * (file.text.length + 1));
            const range = file.rangeOf({ start: from, end: from + length });
            const change = [{ range, text: newText }];
            file.change(change, index + 2);
            TextDocument.update(reference, change, index + 2);
            compare();
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("the version is the editor's, and a file on disk has none", () => {
    const file = TextFile.opened("file:///plugins.yaml", 1, "");
    file.change([{ text: "- name: a\n" }], 7);
    expect([file.version, file.text]).toEqual([7, "- name: a\n"]);
    expect(TextFile.onDisk("file:///plugins.yaml", "").version).toBeNull();
  });
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
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
      const file = TextFile.opened("file:///plugins.yaml", "yaml", 1, start.join(""));
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

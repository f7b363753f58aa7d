import * as fc from "fast-check";
import { CORE_SCHEMA, load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { layOut } from "../../../registry/manifest/layout.ts";
import { readPlain } from "../../../registry/manifest/read-plain.ts";
import { VARIANTS } from "./corpus.ts";

/** What a parser of all YAML says; undefined when it says that it is none. */
function loaded(text: string): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA });
  } catch {
    return undefined;
  }
}

const TOKENS = [
  ...Array.from("- :,[]{}#\n'\"~.+0179aAé_/@?|>=<$"),
  "\r\n",
  "\r",
  "\n  ",
  "\n    ",
  "\n- ",
  "\n  - ",
  ": ",
  " #",
  "- - ",
  "name",
  "null",
  "True",
  "1.5",
  "007",
  "0x1F",
  "1e3",
  ".inf",
  "./a.ts:A",
  "../b",
  "__proto__",
  "[a, b]",
  "[1, x y,]",
  "{a: 1, b: c:d}",
  "{}",
  "'q'",
  '"q"',
  "key:",
  "key: value",
  "\n  key: value",
  "\n  other:\n  - a",
  "\u00A0",
  "\u3000",
  "\u{1F50C}",
];

const aText = fc.oneof(
  fc.array(fc.constantFrom(...TOKENS), { maxLength: 24 }).map((tokens) => tokens.join("")),
  fc
    .tuple(fc.constantFrom(...VARIANTS), fc.nat(), fc.nat(6), fc.constantFrom(...TOKENS))
    .map(([{ text }, at, length, token]) => {
      const start = text.length > 0 ? at % text.length : 0;
      return text.slice(0, start) + token + text.slice(start + length);
    }),
);

describe("what is read plainly", () => {
  test("is what a parser of all YAML says", () => {
    let answers = 0;
    fc.assert(
      fc.property(aText, (text) => {
        // As manifests are read: entry by entry, and never with a tab or an anchor.
        const layout = layOut(text);
        const starts = layout.kind === "whole" ? [0] : layout.starts;
        for (const [index, start] of starts.entries()) {
          const piece = text.slice(start, starts[index + 1] ?? text.length);
          const plain = readPlain(piece);
          if (plain === undefined || /\t|^---|^\.\.\.|\n---|\n\.\.\./.test(piece)) continue;
          answers += 1;
          expect(plain).toEqual(loaded(piece));
        }
      }),
      { numRuns: 4_000 },
    );
    expect(answers).toBeGreaterThan(1_000);
  });

  test.each([
    ["an entry", "- name: a\n  module: ./a.ts:A # why\n\n  # between\n  enabled: False\n"],
    ["lists", "- hooks:\n  - a\n  - b c\n  other:\n    - 1\n    - 2.5\n  flow: [x, 7, ~]\n"],
    ["mappings", "a:\n  config:\n    deep:\n      x: 'y: z'\n    flat: {a: 1, b: c:d}\n  none:\n"],
    [
      "lists of mappings",
      "- config:\n    all:\n      - name: x\n        at: 1\n      -\n        name: y\n",
    ],
    ["Windows' line ends", "- name: a\r\n  hooks: [a]\r\n"],
  ])("are %s", (_, text) => {
    expect(readPlain(text)).toEqual(loaded(text));
    expect(readPlain(text)).toBeDefined();
  });

  test.each([
    ["a value of several lines", "- name: a\n    b\n"],
    ["a block of text", "- name: |\n    b\n"],
    ["escapes", '- name: "a\\n"\n'],
    ["numbers of every kind", "- a: 0x1F\n"],
    ["a key twice", "- a: 1\n  a: 2\n"],
    ["a key out of line", "- a: 1\n b: 2\n"],
    ["nested flow", "- a: [[b]]\n"],
    ["a colon in a value", "- a: b: c\n"],
    ["a return at the end", "- name: a\n  x: Null\r"],
    ["a return that ends no line", "m:\n  \r"],
    ["nothing", "# only a comment\n"],
  ])("is not %s", (_, text) => {
    expect(readPlain(text)).toBeUndefined();
  });
});

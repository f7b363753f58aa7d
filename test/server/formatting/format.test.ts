import { assert, array, constantFrom, property } from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { Parser, type CST } from "yaml";
import { applyEdits, parseManifest } from "../../../registry/manifest/index.ts";
import {
  formatEndedLine,
  formatEntries,
  formatManifest,
} from "../../../server/formatting/index.ts";

const fixtures = path.resolve(import.meta.dirname, "../../fixtures");

function format(text: string): string {
  return applyEdits(text, formatManifest(parseManifest(text)));
}

test.each([
  [
    "levels are two columns each, and lists stay flush or indented",
    `-   name: a   \n    module:   a.b:C\n    hooks:\n        - post_plan\n    config:\n         deep:\n            -  x: 1\n               y: 2\n`,
    `- name: a\n  module: a.b:C\n  hooks:\n    - post_plan\n  config:\n    deep:\n      - x: 1\n        y: 2\n`,
  ],
  [
    "comments follow what they stand before",
    `# first\n-   name: a # one\n      # two\n    module: a.b:C\n\n\n\n    # three\n-   name: b\n    module: a.b:D\n# last`,
    `# first\n- name: a # one\n  # two\n  module: a.b:C\n\n# three\n- name: b\n  module: a.b:D\n# last\n`,
  ],
  [
    "texts over several lines move as a whole, and keep the white space inside",
    `ticket:\n    module: a.b:C\n    description: |\n        one  \n          two\n\n\n        three\n    config:\n        note: "x\n          y"\n`,
    `ticket:\n  module: a.b:C\n  description: |\n      one  \n        two\n\n\n      three\n  config:\n    note: "x\n      y"\n`,
  ],
  [
    "CRLF and a byte order mark stay",
    "\uFEFF-   name: a\r\n    module: a.b:C  \r\n\r\n\r\n",
    "\uFEFF- name: a\r\n  module: a.b:C\r\n",
  ],
])("%s", (_, text, expected) => {
  expect(format(text)).toBe(expected);
  expect(format(expected)).toBe(expected);
});

test("what is in its usual form is not touched, and neither is what has errors", () => {
  const usual = "# c\n- name: a\n  module: a.b:C\n  hooks: [ x,  y ] # as they are\n";
  expect(formatManifest(parseManifest(usual))).toEqual([]);
  expect(formatManifest(parseManifest("-   name: a\n    hooks: [x\n"))).toEqual([]);
  expect(formatManifest(parseManifest("? a\n:   b\n"))).toEqual([]);
});

test("only what changes is edited", () => {
  const text = "- name: a\n  module: a.b:C\n- name:   b\n  module: a.b:D\n";
  expect(formatManifest(parseManifest(text))).toEqual([
    { span: { start: 33, end: 36 }, newText: " " },
  ]);
});

test("a part is formatted by its entries, and the line that was ended without being moved", () => {
  const text = "-   name: a  \n    module:  a.b:C\n- name:   b  \n  module:   a.b:D\n";
  const document = parseManifest(text);
  const second = text.indexOf("b  ");
  expect(applyEdits(text, formatEntries(document, { start: second, end: second }))).toBe(
    "-   name: a  \n    module:  a.b:C\n- name: b\n  module: a.b:D\n",
  );
  const ended = text.indexOf("module:   a.b:D");
  expect(applyEdits(text, formatEndedLine(document, ended))).toBe(
    "-   name: a  \n    module:  a.b:C\n- name: b\n  module:   a.b:D\n",
  );
  expect(formatEndedLine(document, 0)).toEqual([]);
});

function commentsIn(text: string): string[] {
  const found: string[] = [];
  const note = (token: CST.Token | undefined): void => {
    if (!token) return;
    if (token.type === "comment") found.push(token.source.trimEnd());
    for (const value of Object.values(token)) {
      if (Array.isArray(value)) value.forEach((each: unknown) => note(each as CST.Token));
      else if (typeof value === "object" && value !== null) note(value as CST.Token);
    }
  };
  for (const token of new Parser().parse(text)) note(token);
  return found.toSorted();
}

function expectHarmless(text: string): void {
  const formatted = format(text);
  const [before, after] = [parseManifest(text), parseManifest(formatted)];
  expect(after.items.map(({ raw }) => raw)).toEqual(before.items.map(({ raw }) => raw));
  expect(commentsIn(formatted)).toEqual(commentsIn(text));
  expect(format(formatted)).toBe(formatted);
}

test("of every fixture nothing is lost, and formatting it again changes nothing", () => {
  for (const folder of ["manifest", "manifests"].map((name) => path.join(fixtures, name))) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".yaml")))
      expectHarmless(readFileSync(path.join(folder, file), "utf8"));
  }
});

const FRAGMENTS = [
  "- ",
  "-   ",
  "name: a",
  "module:  a.b:C",
  "config:",
  "hooks:",
  "[x, y]",
  "{k: 1,",
  "}",
  "key: |",
  ">-",
  "  text  ",
  "\n",
  "\n  ",
  "\n    ",
  "\n      ",
  "\r\n",
  "\n\n\n",
  " # note",
  "# note",
  "&a",
  "*a",
  '"q',
  '"',
  "'",
  ": ",
  "|2",
  "\t",
  "---\n",
] as const;

test("of whatever text nothing is lost, and formatting it again changes nothing", () => {
  assert(
    property(
      constantFrom("", "-   name: b\n    module: a.b:C\n    config:\n", "b:\n   module: a.b:C\n"),
      array(constantFrom(...FRAGMENTS), { maxLength: 30 }),
      (before, parts) => {
        expectHarmless(before + parts.join(""));
      },
    ),
    { numRuns: 1_000 },
  );
});

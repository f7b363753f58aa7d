import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdits, parseManifest } from "../../../registry/manifest/index.ts";
import { refactoringsAt } from "../../../server/refactorings/index.ts";
import { sortKeys } from "../../../server/refactorings/sort-keys.ts";

/** The title and the text of a sorting; null when none is offered. */
function sorted(text: string, what: "keys" | "entries", at = "module"): readonly string[] | null {
  const document = parseManifest(text);
  const found = refactoringsAt(document, Math.max(text.indexOf(at), 0)).find(({ title }) =>
    title.startsWith(`Sort the ${what}`),
  );
  return found ? [found.title, applyEdits(text, found.edits)] : null;
}

const entry = (name: string, hook: string): string =>
  `- {name: ${name}, module: a.b:C, hooks: [${hook}]}\n`;

describe("the keys of an entry are sorted", () => {
  test.each([
    [
      "with their comments, quotes and texts of several lines",
      `# first\n- "module": a.b:C # why\n\n  # the settings\n  # of it\n  config:\n    key: 1 # one\n\n    # two\n    other: |\n      text\n  name: "a" # name\n  x-owner: us\n  enabled: no\n- name: b\n  module: a.b:D\n`,
      `# first\n- name: "a" # name\n\n  "module": a.b:C # why\n  enabled: no\n  # the settings\n  # of it\n  config:\n    key: 1 # one\n\n    # two\n    other: |\n      text\n  x-owner: us\n- name: b\n  module: a.b:D\n`,
    ],
    [
      "between braces",
      "- { enabled: no, module: a.b:C, name: a }\n",
      "- { name: a, module: a.b:C, enabled: no }\n",
    ],
    [
      "in the mapping form",
      "a: # the first\n  enabled: no\n  module: a.b:C\n",
      "a: # the first\n  module: a.b:C\n  enabled: no\n",
    ],
    [
      "with CRLF and a byte order mark, at the end of a text without a line break",
      "\uFEFF- module: a.b:C\r\n  name: a",
      "\uFEFF- name: a\r\n  module: a.b:C",
    ],
    [
      "the last of which ends with a brace",
      "- name: a\n  module: a.b:C\n  x-owner: us\n  config: {k: 1}\n",
      "- name: a\n  module: a.b:C\n  config: {k: 1}\n  x-owner: us\n",
    ],
    [
      "between braces over several lines",
      "- {\n    module: a.b:C,\n    name: a,\n  }\n",
      "- {\n    name: a,\n    module: a.b:C,\n  }\n",
    ],
    [
      "below a comment that ends with a brace",
      "- # {\n  hooks: [a]\n  module: x:Y\n  name: z\n",
      "- # {\n  name: z\n  module: x:Y\n  hooks: [a]\n",
    ],
    [
      "one to a line, some behind others, between braces behind an anchor",
      "- &x {\n    hooks: [a], module: x:Y,\n    name: z }\n",
      "- &x {\n    name: z, module: x:Y,\n    hooks: [a] }\n",
    ],
  ])("%s", (_, text, expected) => {
    expect(sorted(text, "keys")?.[1]).toBe(expected);
  });

  test.each([
    ["they are sorted already", "- name: a\n  module: a.b:C\n  x: 1\n"],
    ["an alias would come before its anchor", "- config: &c {a: 1}\n  module: a.b:C\n  x: *c\n"],
    ["a comment belongs to none of them", "- module: a.b:C\n\n  # apart\n\n  name: a\n"],
    ["comments stand between braces", "- { module: a.b:C, # why\n    name: a }\n"],
    [
      "a comment stands behind the brace",
      "- { # about\n    hooks: [a],\n    module: x:Y,\n    name: z\n  }\n",
    ],
    [
      "a comment stands behind the brace of a name",
      "z: { # c\n    hooks: [a],\n    module: x:Y\n  }\n",
    ],
    [
      "a comment stands on a line of its own behind the brace",
      "- {\n    # about\n    hooks: [a],\n    module: x:Y,\n    name: z\n  }\n",
    ],
    [
      "a comment stands before the closing brace",
      "- {\n    hooks: [a],\n    module: x:Y,\n    name: z # c\n  }\n",
    ],
    ["a brace is not closed", "- {module: a.b:C, name: a\n"],
  ])("not where %s", (why, text) => {
    const isMoved = why.startsWith("an alias") && sorted(text, "keys");
    if (isMoved) expect(isMoved[1]).toContain("&c");
    else {
      expect(sorted(text, "keys")).toBeNull();
      // Not offered and then found to be broken: not thought of.
      const document = parseManifest(text);
      expect(sortKeys(document, document.item(0))).toBeNull();
    }
  });
});

describe("the entries are sorted by name", () => {
  test.each([
    [
      "with the comments above them; what is about the file stays",
      "# All plugins.\n\n# the second\n- name: b # b\n  module: a.b:D\n  # inside\n\n\n# the first\n- name: a\n  module: a.b:C\n",
      "# All plugins.\n\n# the first\n- name: a\n  module: a.b:C\n\n\n# the second\n- name: b # b\n  module: a.b:D\n  # inside\n",
    ],
    [
      "as names of a mapping",
      "b:\n  module: a.b:D\n\na: {module: a.b:C}",
      "a: {module: a.b:C}\n\nb:\n  module: a.b:D",
    ],
    [
      "in brackets",
      "[{name: b, module: a.b:D}, {name: a, module: a.b:C}] # end\n",
      "[{name: a, module: a.b:C}, {name: b, module: a.b:D}] # end\n",
    ],
    [
      "in brackets over several lines",
      "[\n  {name: b, module: a.b:D},\n  {\n    name: a,\n    module: a.b:C\n  },\n]\n",
      "[\n  {\n    name: a,\n    module: a.b:C\n  },\n  {name: b, module: a.b:D},\n]\n",
    ],
  ])("%s", (_, text, expected) => {
    expect(sorted(text, "entries")).toEqual([
      "Sort the entries by name (changes the order of calls)",
      expected,
    ]);
  });

  test("without a warning where no two are called for the same hook", () => {
    expect(sorted(entry("b", "one") + entry("a", "two"), "entries")?.[0]).toBe(
      "Sort the entries by name",
    );
    expect(sorted(entry("b", "one") + entry("a", "one"), "entries")?.[0]).toContain("changes");
  });

  test.each([
    [
      "a heading stands between them",
      "- {name: b, module: a.b:D}\n\n# Tickets\n\n- {name: a, module: a.b:C}\n",
    ],
    [
      "an alias would come before its anchor",
      "- {name: b, module: a.b:D, config: &c {k: 1}}\n- {name: a, module: a.b:C, config: *c}\n",
    ],
    [
      "a comment stands between brackets, behind the last",
      "[\n  {name: b, module: a.b:D},\n  {name: a, module: a.b:C}, # the first\n]\n",
    ],
    ["the text is no YAML", "- {name: b, module: a.b:D}\n- {name: a, module: [\n"],
  ])("not where %s", (_, text) => {
    expect(sorted(text, "entries")).toBeNull();
  });
});

const wordsOf = (text: string): readonly string[] => text.split(/\s+/).toSorted();

test("whatever is sorted says the same, and every line of it is there", () => {
  const line = fc.constantFrom(
    "- name: b",
    "- name: a",
    "- module: a.b:C",
    "  module: a.b:D",
    "  enabled: no",
    "  hooks: [post_plan]",
    "  config:",
    "    key: 1",
    "# about",
    "  # inside",
    "",
    "c: {module: a.b:E, enabled: no}",
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 14 }), (lines) => {
      const text = `${lines.join("\n")}\n`;
      const document = parseManifest(text);
      for (const offset of [0, text.length >> 1]) {
        for (const { title, edits } of refactoringsAt(document, offset)) {
          if (!title.startsWith("Sort")) continue;
          const after = applyEdits(text, edits);
          expect(wordsOf(after)).toEqual(wordsOf(text));
          expect(parseManifest(after).problems.length).toBe(document.problems.length);
        }
      }
    }),
    { numRuns: 400 },
  );
});

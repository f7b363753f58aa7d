import { expect, test } from "vitest";
import { applyEdits, parseManifest } from "../../../registry/manifest/index.ts";
import { refactoringsAt } from "../../../server/refactorings/index.ts";

/** The text after the refactoring whose title begins so; null when it is not offered. */
function refactored(text: string, title: string): string | null {
  const offered = refactoringsAt(parseManifest(text), 0);
  const found = offered.find((each) => each.title.startsWith(title));
  return found ? applyEdits(text, found.edits) : null;
}

const entry = (name: string, config: string): string =>
  `- {name: ${name}, module: a.b:C}\n`.replace("}", `, config: ${config}}`);

test.each([
  [
    "comments, quotes and order stay",
    `# first\nticket: # the tickets\n  # inside\n  module: a.b:C # why\n  hooks: [post_plan]\n\n# second\n"other one":\n  module: a.b:D\n`,
    `# first\n- name: ticket # the tickets\n  # inside\n  module: a.b:C # why\n  hooks: [post_plan]\n\n# second\n- name: "other one"\n  module: a.b:D\n`,
  ],
  [
    "another indentation becomes that of a list, in text over several lines too",
    `ticket:\n    module: a.b:C\n    description: |\n        one\n          two\n    config:\n        key: 1\nother:\n module: a.b:D\n`,
    `- name: ticket\n  module: a.b:C\n  description: |\n      one\n        two\n  config:\n      key: 1\n- name: other\n  module: a.b:D\n`,
  ],
  [
    "an entry between braces, and one with a name of its own",
    `ticket: {module: a.b:C} # one\nother:\n  name: second\n  module: a.b:D\n`,
    `- {name: ticket, module: a.b:C} # one\n-\n  name: second\n  module: a.b:D\n`,
  ],
  [
    "an anchor, with CRLF and a byte order mark",
    "\uFEFFticket: &t # one\r\n  module: a.b:C\r\nother:\r\n  <<: *t\r\n  enabled: no\r\n",
    "\uFEFF- &t # one\r\n  name: ticket\r\n  module: a.b:C\r\n- name: other\r\n  <<: *t\r\n  enabled: no\r\n",
  ],
])("a mapping becomes a list: %s", (_, text, expected) => {
  expect(refactored(text, "Convert the mapping")).toBe(expected);
});

test("a mapping that cannot become a list without a loss is left alone", () => {
  for (const text of [
    "a: &x {module: a.b:C}\nb: *x\n",
    "a: {module: a.b:C}\nb: 5\n",
    "{a: {module: a.b:C}}\n",
  ]) {
    expect(refactored(text, "Convert the mapping")).toBeNull();
  }
  expect(refactored("- name: a\n  module: a.b:C\n", "Convert the mapping")).toBeNull();
});

test("a config that several entries repeat is written once", () => {
  const text = `- name: a one
  module: a.b:C
  config: # shared
    key: 1 # kept
- name: b
  module: a.b:D
  config: {key: 1}
- name: c
  module: a.b:D
  config:
    key: 1
  enabled: no
`;
  expect(refactored(text, "Write this config once, for 3 entries")).toBe(`- name: a one
  module: a.b:C
  config: &a_one_config # shared
    key: 1 # kept
- name: b
  module: a.b:D
  config: *a_one_config
- name: c
  module: a.b:D
  config: *a_one_config
  enabled: no
`);
});

test("a config is not taken away with a comment in it, nor where nobody repeats it", () => {
  expect(refactored(entry("a", "{k: 1}") + entry("b", "{k: 2}"), "Write")).toBeNull();
  const commented = "- name: b\n  module: a.b:C\n  config:\n    # why\n    k: 1\n";
  expect(refactored(entry("a", "{k: 1}") + commented, "Write")).toBeNull();
});

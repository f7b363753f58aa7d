import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  applyEdits,
  parseManifest,
  planEdit,
  type EditPlan,
  type ManifestItem,
} from "../../../registry/manifest/index.ts";
import type { ManifestChange } from "../../../schemas/index.ts";
import { VARIANTS } from "./corpus.ts";

function edited(text: string, change: ManifestChange): string {
  const plan = planEdit(parseManifest(text), change);
  if (plan.kind !== "edits") throw new Error(`Expected edits, not ${JSON.stringify(plan)}`);
  return applyEdits(text, plan.edits);
}

function planned(text: string, change: ManifestChange): EditPlan["kind"] {
  return planEdit(parseManifest(text), change).kind;
}

const disable = (plugin: string): ManifestChange => ({
  kind: "set-enabled",
  plugin,
  enabled: false,
});
const enable = (plugin: string): ManifestChange => ({ kind: "set-enabled", plugin, enabled: true });
const configure = (plugin: string, config: Record<string, unknown>): ManifestChange => ({
  kind: "set-config",
  plugin,
  config,
});
const remove = (plugin: string): ManifestChange => ({ kind: "remove-entry", plugin });
const add = (entry: Record<string, unknown>): ManifestChange => ({ kind: "add-entry", entry });

/** What an entry means: its data, with defaults in place. */
function meaningOf({ entry, raw }: ManifestItem): unknown {
  return entry ? { ...entry, config: entry.config ?? {} } : raw;
}
function meanings(text: string): unknown[] {
  return parseManifest(text).items.map(meaningOf);
}

function withEnabled(word: string): string {
  return `- name: a\n  module: a.b:C\n  enabled: ${word}  # why\n  description: x\n`;
}

describe("set-enabled", () => {
  test.each([
    ["true", "false"],
    ["True", "False"],
    ["TRUE", "FALSE"],
    ["yes", "no"],
    ["Yes", "No"],
    ["on", "off"],
    ["ON", "OFF"],
    ["t", "f"],
    ["Y", "N"],
    ["1", "0"],
    ['"true"', '"false"'],
    ["'yes'", "'no'"],
    ['"1"', '"0"'],
    ["1.0", "false"],
  ])("writes %s as %s, and back", (on, off) => {
    expect(edited(withEnabled(on), disable("a"))).toBe(withEnabled(off));
    if (on !== "1.0") expect(edited(withEnabled(off), enable("a"))).toBe(withEnabled(on));
  });

  test.each([
    [
      "below the module",
      "- name: a\n  module: a.b:C # c\n  config: {}\n",
      "- name: a\n  module: a.b:C # c\n  enabled: false\n  config: {}\n",
    ],
    [
      "with CRLF",
      "- name: a\r\n  module: a.b:C\r\n",
      "- name: a\r\n  module: a.b:C\r\n  enabled: false\r\n",
    ],
    [
      "without a last line break",
      "- name: a\n  module: a.b:C",
      "- name: a\n  module: a.b:C\n  enabled: false",
    ],
    [
      "between braces",
      "- {name: a, module: a.b:C}\n",
      "- {name: a, module: a.b:C, enabled: false}\n",
    ],
    [
      "in a flow list",
      "[{name: a, module: a.b:C}, {name: b, module: a.b:C}]\n",
      "[{name: a, module: a.b:C, enabled: false}, {name: b, module: a.b:C}]\n",
    ],
    [
      "in the mapping form",
      "a:\n    module: a.b:C\nb:\n    module: a.b:C\n",
      "a:\n    module: a.b:C\n    enabled: false\nb:\n    module: a.b:C\n",
    ],
    [
      "in an indented list",
      "  - name: a\n    module: a.b:C\n",
      "  - name: a\n    module: a.b:C\n    enabled: false\n",
    ],
    [
      "after a BOM",
      "\uFEFF- name: a\n  module: a.b:C\n",
      "\uFEFF- name: a\n  module: a.b:C\n  enabled: false\n",
    ],
  ])("adds the key %s", (_, text, expected) => {
    expect(edited(text, disable("a"))).toBe(expected);
  });

  test("is unchanged when it is so already, also by default", () => {
    expect(planned("- name: a\n  module: a.b:C\n", enable("a"))).toBe("unchanged");
    expect(planned("- name: a\n  module: a.b:C\n  enabled: no\n", disable("a"))).toBe("unchanged");
  });

  test("touches the first of two entries with one name, and nothing of the second", () => {
    const entry = "- name: a\n  module: a.b:C\n  enabled: true\n";
    expect(edited(entry + entry, disable("a"))).toBe(entry.replace("true", "false") + entry);
  });

  test("leaves invalid entries as they are, and refuses to toggle them", () => {
    const invalid = "-   module:   x-y:Z # odd\n    name: bad\n";
    const text = `${invalid}- name: a\n  module: a.b:C\n  owner: me\n`;
    expect(edited(text, disable("a"))).toBe(text.replace("C\n", "C\n  enabled: false\n"));
    expect(planEdit(parseManifest(text), disable("bad"))).toEqual({
      kind: "refused",
      reason: expect.stringContaining("invalid") as string,
    });
  });

  test("refuses what is not there", () => {
    expect(planned("- name: a\n  module: a.b:C\n", disable("b"))).toBe("refused");
    expect(planned("just text\n", disable("b"))).toBe("refused");
    expect(planned("", disable("b"))).toBe("refused");
  });
});

describe("set-enabled with anchors", () => {
  test.each([
    [
      "an alias becomes a value",
      "- name: a\n  module: a.b:C\n  enabled: &on yes\n- name: b\n  module: a.b:C\n  enabled: *on\n",
      "b",
      "- name: a\n  module: a.b:C\n  enabled: &on yes\n- name: b\n  module: a.b:C\n  enabled: false\n",
    ],
    [
      "what others take from the anchor stays",
      "- name: a\n  module: a.b:C\n  enabled: &on yes\n- name: b\n  module: a.b:C\n  enabled: *on\n",
      "a",
      "- name: a\n  module: a.b:C\n  enabled: &on no\n- name: b\n  module: a.b:C\n  enabled: true\n",
    ],
    [
      "a merged key is written locally",
      "- &base\n  name: a\n  module: a.b:C\n  enabled: true\n- <<: *base\n  name: b\n",
      "b",
      "- &base\n  name: a\n  module: a.b:C\n  enabled: true\n- <<: *base\n  name: b\n  enabled: false\n",
    ],
    [
      "who inherits is pinned to what it was",
      "- &base\n  name: a\n  module: a.b:C\n  enabled: true\n- <<: *base\n  name: b\n",
      "a",
      "- &base\n  name: a\n  module: a.b:C\n  enabled: false\n- <<: *base\n  name: b\n  enabled: true\n",
    ],
    [
      "an entry that is an alias gets a body",
      "a: &x {module: a.b:C}\nb: *x\n",
      "b",
      "a: &x {module: a.b:C}\nb: { <<: *x, enabled: false }\n",
    ],
  ])("%s", (_, text, plugin, expected) => {
    expect(edited(text, disable(plugin))).toBe(expected);
  });
});

describe("set-config", () => {
  const text = `- name: a
  module: a.b:C
  config: # settings
    # the board
    project:   'OPS'   # quoted
    retries: 3 # three
    watchers: [dana,  lee] # flow
    nested:
        deep: true # deep
        other: 1
    last: end
- name: b
  module: a.b:C
`;
  const config = {
    project: "OPS",
    retries: 3,
    watchers: ["dana", "lee"],
    nested: { deep: true, other: 1 },
    last: "end",
  };

  test.each([
    ["a number", { ...config, retries: 4 }, "retries: 3 #", "retries: 4 #"],
    ["a text in its quotes", { ...config, project: "it's" }, "'OPS'", "'it''s'"],
    ["an item of a list", { ...config, watchers: ["dana", "x"] }, "[dana,  lee]", "[dana,  x]"],
    ["a nested key", { ...config, nested: { deep: false, other: 1 } }, "deep: true", "deep: false"],
    [
      "a text that looks like something else",
      { ...config, last: "true" },
      "last: end",
      'last: "true"',
    ],
    ["a text of several lines", { ...config, last: "a\nb\n" }, "last: end", 'last: "a\\nb\\n"'],
    [
      "a value that becomes a mapping",
      { ...config, retries: { max: 3 } },
      "retries: 3 #",
      "retries:\n      max: 3 #",
    ],
    [
      "a key that goes",
      { project: "OPS", retries: 3, nested: config.nested, last: "end" },
      "    watchers: [dana,  lee] # flow\n",
      "",
    ],
    [
      "a nested key that goes",
      { ...config, nested: { other: 1 } },
      "        deep: true # deep\n",
      "",
    ],
    [
      "a key that comes",
      { ...config, more: ["x"] },
      "last: end\n",
      "last: end\n    more:\n      - x\n",
    ],
    [
      "a nested key that comes",
      { ...config, nested: { ...config.nested, t: 1 } },
      "other: 1\n",
      "other: 1\n        t: 1\n",
    ],
  ])("changes %s and nothing else", (_, wanted, before, after) => {
    expect(edited(text, configure("a", wanted))).toBe(text.replace(before, after));
  });

  test("is unchanged when it is the same, whatever the order", () => {
    expect(
      planned(text, configure("a", Object.fromEntries(Object.entries(config).toReversed()))),
    ).toBe("unchanged");
    expect(planned(text, configure("b", {}))).toBe("unchanged");
  });

  test("begins a config where there is none", () => {
    expect(edited(text, configure("b", { k: 1 }))).toBe(
      text.replace(/C\n$/, "C\n  config:\n    k: 1\n"),
    );
    expect(edited("- {name: a, module: a.b:C}\n", configure("a", { k: [1] }))).toBe(
      "- {name: a, module: a.b:C, config: {k: [1]}}\n",
    );
    expect(edited("- name: a\n  module: a.b:C\n  config:\n", configure("a", { k: 1 }))).toBe(
      "- name: a\n  module: a.b:C\n  config:\n    k: 1\n",
    );
  });

  test("empties a config", () => {
    expect(
      edited(
        "- name: a\n  module: a.b:C\n  config:\n    k: 1\n  kind: ai_provider\n",
        configure("a", {}),
      ),
    ).toBe("- name: a\n  module: a.b:C\n  config: {}\n  kind: ai_provider\n");
  });

  test("keeps the config of those who share it", () => {
    const shared =
      "- name: a\n  module: a.b:C\n  config: &c\n    k: 1\n- name: b\n  module: a.b:C\n  config: *c\n";
    expect(meanings(edited(shared, configure("b", { k: 2 })))).toMatchObject([
      { config: { k: 1 } },
      { config: { k: 2 } },
    ]);
    expect(meanings(edited(shared, configure("a", { k: 2 })))).toMatchObject([
      { config: { k: 2 } },
      { config: { k: 1 } },
    ]);
  });
});

describe("add-entry", () => {
  const entry = { name: "new", module: "./n.ts:N", config: { k: [1] } };

  test.each([
    ["to nothing", "", "- name: new\n  module: ./n.ts:N\n  config:\n    k:\n      - 1\n"],
    [
      "below a comment",
      "# plugins\n",
      "# plugins\n- name: new\n  module: ./n.ts:N\n  config:\n    k:\n      - 1\n",
    ],
    [
      "in place of an empty list",
      "# c\n[] # none yet\n",
      "# c\n- name: new\n  module: ./n.ts:N\n  config:\n    k:\n      - 1 # none yet\n",
    ],
    [
      "behind the last entry, before what follows it",
      "- name: a\n  module: a.b:C # c\n\n# end\n",
      "- name: a\n  module: a.b:C # c\n- name: new\n  module: ./n.ts:N\n  config:\n    k:\n      - 1\n\n# end\n",
    ],
    [
      "with the blank line that divides the others",
      "- name: a\n  module: a.b:C\n\n- name: b\n  module: a.b:C\n",
      "- name: a\n  module: a.b:C\n\n- name: b\n  module: a.b:C\n\n- name: new\n  module: ./n.ts:N\n  config:\n    k:\n      - 1\n",
    ],
    [
      "with CRLF and no last line break",
      "- name: a\r\n  module: a.b:C",
      "- name: a\r\n  module: a.b:C\r\n- name: new\r\n  module: ./n.ts:N\r\n  config:\r\n    k:\r\n      - 1",
    ],
    [
      "in the column of the others",
      "  - name: a\n    module: a.b:C\n",
      "  - name: a\n    module: a.b:C\n  - name: new\n    module: ./n.ts:N\n    config:\n      k:\n        - 1\n",
    ],
    [
      "to a mapping",
      "a:\n  module: a.b:C\n",
      "a:\n  module: a.b:C\nnew:\n  module: ./n.ts:N\n  config:\n    k:\n      - 1\n",
    ],
    [
      "to a flow list",
      "[{name: a, module: a.b:C}]\n",
      "[{name: a, module: a.b:C}, {name: new, module: ./n.ts:N, config: {k: [1]}}]\n",
    ],
  ])("%s", (_, text, expected) => {
    expect(edited(text, add(entry))).toBe(expected);
  });

  test("refuses a name that is taken, and an entry that would be invalid", () => {
    expect(planned("- name: new\n  module: a.b:C\n", add(entry))).toBe("refused");
    expect(planned("- name: new\n  module: broken\n", add(entry))).toBe("refused");
    expect(planned("", add({ name: "new" }))).toBe("refused");
  });
});

describe("remove-entry", () => {
  test.each([
    [
      "the first",
      "# top\n- name: a\n  module: a.b:C # c\n# of b\n- name: b\n  module: a.b:C\n",
      "a",
      "# top\n# of b\n- name: b\n  module: a.b:C\n",
    ],
    [
      "the last",
      "- name: a\n  module: a.b:C\n- name: b\n  module: a.b:C\n",
      "b",
      "- name: a\n  module: a.b:C\n",
    ],
    [
      "the last without a line break",
      "- name: a\r\n  module: a.b:C\r\n- name: b\r\n  module: a.b:C",
      "b",
      "- name: a\r\n  module: a.b:C",
    ],
    ["the only one", "- name: a\n  module: a.b:C\n", "a", ""],
    [
      "one of a mapping",
      "a:\n  module: a.b:C\nb:\n  module: a.b:C\n",
      "a",
      "b:\n  module: a.b:C\n",
    ],
    ["one of a flow list", "[{name: a}, {name: b}]\n", "a", "[{name: b}]\n"],
    ["the last of a flow list", "[{name: a}, {name: b}]\n", "b", "[{name: a}]\n"],
    [
      "an invalid one",
      "- name: bad\n- name: b\n  module: a.b:C\n",
      "bad",
      "- name: b\n  module: a.b:C\n",
    ],
  ])("%s", (_, text, plugin, expected) => {
    expect(edited(text, remove(plugin))).toBe(expected);
  });

  test("refuses to take an anchor from others", () => {
    expect(planned("- &b\n  name: a\n  module: a.b:C\n- <<: *b\n  name: b\n", remove("a"))).toBe(
      "refused",
    );
  });
});

describe("whatever is planned", () => {
  const READABLE = VARIANTS.filter(({ text }) =>
    parseManifest(text).items.some((item) => item.entry),
  );
  const aPlugin = fc.constantFrom(...READABLE).chain(({ text }) => {
    const names = parseManifest(text).items.flatMap((item) => (item.entry ? [item.name] : []));
    return fc.record({ text: fc.constant(text), plugin: fc.constantFrom(...names) });
  });
  const aConfig = fc.dictionary(
    fc.oneof(
      fc.constantFrom(
        "a",
        "k",
        "retries",
        "channel",
        "secrets",
        "a b",
        "<<",
        "5",
        "true",
        "#x",
        "é",
      ),
      fc.string({ maxLength: 6 }),
    ),
    fc.jsonValue({ maxDepth: 3 }),
    { maxKeys: 5, noNullPrototype: true },
  );

  test("a toggle changes one entry's enabled, and a second one brings the text back", () => {
    fc.assert(
      fc.property(aPlugin, ({ text, plugin }) => {
        const before = parseManifest(text);
        const item = before.itemNamed(plugin);
        const enabled = item?.entry?.enabled ?? true;
        const toggled = edited(text, { kind: "set-enabled", plugin, enabled: !enabled });
        const expected = before.items.map((each) =>
          each === item ? { ...(meaningOf(each) as object), enabled: !enabled } : meaningOf(each),
        );
        expect(meanings(toggled)).toEqual(expected);
        if (!item?.spansAt(["enabled"]) || text.includes("*on")) return;
        expect(edited(toggled, { kind: "set-enabled", plugin, enabled })).toBe(text);
      }),
    );
  });

  test("a config is what was asked for, and nothing else changed", () => {
    fc.assert(
      fc.property(
        aPlugin,
        fc.array(aConfig, { minLength: 1, maxLength: 3 }),
        ({ text, plugin }, configs) => {
          let now = text;
          for (const config of configs) {
            const before = parseManifest(now);
            const change = configure(plugin, config);
            const plan = planEdit(before, change);
            if (plan.kind === "refused")
              throw new Error(`${plan.reason} ${now} ${JSON.stringify(config)}`);
            if (plan.kind === "unchanged") continue;
            const after = applyEdits(now, plan.edits);
            const expected = before.items.map((each) =>
              each.name === plugin && each.entry ? { ...each.entry, config } : meaningOf(each),
            );
            expect(meanings(after)).toEqual(expected);
            now = after;
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test("an entry that is added can be removed again, to the byte", () => {
    fc.assert(
      fc.property(fc.constantFrom(...READABLE), aConfig, ({ text }, config) => {
        const after = edited(text, add({ name: "brand_new", module: "./x.ts:X", config }));
        expect(edited(after, remove("brand_new"))).toBe(text);
      }),
      { numRuns: 200 },
    );
  });
});

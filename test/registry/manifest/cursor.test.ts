import { describe, expect, test } from "vitest";
import { parseManifest, type ManifestCursor } from "../../../registry/manifest/index.ts";

/** Stands for the cursor: it never occurs in a manifest. */
const MARKER = "‸";

interface Seen {
  /** Position of the item, null outside. */
  readonly item: number | null;
  readonly at: string;
  readonly token: string;
  readonly siblings: readonly string[];
}

function look(marked: string): Seen {
  const offset = marked.indexOf(MARKER);
  const text = marked.replace(MARKER, "");
  const cursor: ManifestCursor = parseManifest(text).cursorAt(offset);
  return {
    item: cursor.item?.position ?? null,
    at: `${cursor.role} ${cursor.path.join("/")}`.trim(),
    token: text.slice(cursor.token.start, cursor.token.end),
    siblings: cursor.siblings,
  };
}

type Row = readonly [
  marked: string,
  item: number | null,
  at: string,
  token?: string,
  siblings?: string,
];

function rows(title: string, table: readonly Row[]): void {
  describe(title, () => {
    for (const [marked, item, at, token = "", siblings = ""] of table) {
      test(JSON.stringify(marked), () => {
        const expected = siblings === "" ? [] : siblings.split(" ");
        expect(look(marked)).toEqual({ item, at, token, siblings: expected });
      });
    }
  });
}

rows("outside of all entries, a new one may be begun", [
  ["‸", null, "key"],
  ["# plugins\n‸", null, "key"],
  ["‸\n- name: a\n", null, "key"],
  ["- name: a\n‸", null, "key"],
  ["- name: a\n‸\n- name: b\n", null, "key"],
  ["- name: a\n ‸\n- name: b\n", null, "key"],
  ["  - name: a\n  ‸\n", null, "key"],
  ["a:\n  module: b\n‸", null, "key"],
  ["nam‸", null, "key", "nam"],
  ["a:\n  module: b\nc‸\n", 1, "value name", "c"],
]);

rows("a key of an entry", [
  ["- ‸", 0, "key"],
  ["- ‸\n", 0, "key"],
  ["- n‸", 0, "key", "n"],
  ["- n‸\n  module: m\n", 0, "key", "n", "module"],
  ["- na‸me: a\n  module: m\n", 0, "key", "name", "module"],
  ["- name‸: a", 0, "key", "name"],
  ["- name: a\n  ‸", 0, "key", "", "name"],
  ["- name: a\n  ‸\n  module: m\n", 0, "key", "", "name module"],
  ["- name: a\r\n  ‸\r\n  module: m\r\n", 0, "key", "", "name module"],
  ["- name: a\n  ena‸", 0, "key", "ena", "name"],
  ["- name: a\n  ena‸\n  module: m\n- name: b\n", 0, "key", "ena", "name module"],
  ["- name: a\n  config:\n    x: 1\n  ‸\n", 0, "key", "", "name config"],
  ["- name: a\n  hooks:\n  - x\n  ‸\n", 0, "key", "", "name hooks"],
  ["- name: a\n  hooks: [\n  ‸\n  module: m\n", 0, "value hooks/0"],
  ["- name: a\n- name: b\n  ‸\n- name: c\n", 1, "key", "", "name"],
  ["a:\n  ‸\nb:\n  module: m\n", 0, "key"],
  ["a:\n  mod‸", 0, "key", "mod"],
  ["a:\n  module: m\n  ‸", 0, "key", "", "module"],
  ["-\n  ‸\n  module: m\n", 0, "key", "", "module"],
  ['- name: "a\n  ‸\n  module: m\n', 0, "key", "", "name module"],
]);

rows("a value of an entry", [
  ["- name:‸", 0, "value name"],
  ["- name: ‸", 0, "value name"],
  ["- name: ‸ # comment\n", 0, "value name"],
  ["- name: t‸i", 0, "value name", "ti"],
  ["- name: ti ‸", 0, "value name"],
  ["- name: a\n  module: ./plug‸ins/t.ts:T # here\n", 0, "value module", "./plugins/t.ts:T"],
  ['- name: a\n  module: "./p‸', 0, "value module", '"./p'],
  ["- name: a\n  module: './p‸'\n  enabled: no\n", 0, "value module", "'./p'"],
  ['- name: a\n  module: "./p‸\n  enabled: no\n', 0, "value module", '"./p'],
  ["- name: a\n  module:\n    ‸\n", 0, "value module"],
  ["- name: a\n  enabled: &on t‸rue\n", 0, "value enabled", "&on true"],
  [
    "- name: a\n  description: |\n    on‸e\n    two\n  module: m\n",
    0,
    "value description",
    "|\n    one\n    two",
  ],
  ["- name: a\n  description: one\n    t‸wo\n", 0, "value description", "two"],
  ["a:\n  module: ‸\n", 0, "value module"],
]);

rows("a hook", [
  ["- name: a\n  hooks:\n    - ‸\n", 0, "value hooks/0"],
  ["- name: a\n  hooks:\n    - post_plan\n    - pre‸\n", 0, "value hooks/1", "pre"],
  ["- name: a\n  hooks:\n  - ‸\n  module: m\n", 0, "value hooks/0"],
  ["- name: a\n  hooks:\n    ‸\n", 0, "value hooks"],
  ["- name: a\n  hooks:\n    - x\n    ‸\n", 0, "value hooks/1"],
  ["- name: a\n  hooks: [‸]\n", 0, "value hooks/0"],
  ["- name: a\n  hooks: [x, ‸]\n", 0, "value hooks/1"],
  ["- name: a\n  hooks: [x, pre‸_plan, y]\n", 0, "value hooks/1", "pre_plan"],
  ["- name: a\n  hooks: [x, ‸\n  module: m\n", 0, "value hooks/1"],
  ["- name: a\n  hooks: [\n    x,\n    ‸\n  ]\n", 0, "value hooks/1"],
  ["- name: a\n  hooks: ['x', \"y‸\"]\n", 0, "value hooks/1", '"y"'],
]);

rows("config", [
  ["- name: a\n  config:\n    ‸\n", 0, "key config"],
  ["- name: a\n  config: ‸\n", 0, "value config"],
  ["- name: a\n  config:\n    pro‸\n", 0, "key config", "pro"],
  ["- name: a\n  config:\n    x: 1\n    ‸\n", 0, "key config", "", "x"],
  ["- name: a\n  config:\n    x: ‸\n    y: 2\n", 0, "value config/x"],
  ["- name: a\n  config:\n    x:\n      ‸\n    y: 2\n", 0, "key config/x"],
  ["- name: a\n  config:\n    list:\n      - ‸\n", 0, "value config/list/0"],
  ["- name: a\n  config:\n    list:\n      - k: ‸\n", 0, "value config/list/0/k"],
  ["- name: a\n  config:\n    secrets:\n      ‸\n", 0, "key config/secrets"],
  ["- name: a\n  config:\n    secrets:\n      TOKEN:\n        ‸\n", 0, "key config/secrets/TOKEN"],
  [
    "- name: a\n  config:\n    secrets:\n      TOKEN: { env: ‸ }\n",
    0,
    "value config/secrets/TOKEN/env",
  ],
  ["- name: a\n  config:\n    secrets: {A: x, T‸}\n", 0, "key config/secrets", "T", "A"],
  ["- name: a\n  config: {x: {y: [1, {z: ‸}]}}\n", 0, "value config/x/y/1/z"],
  ["- name: a\n  config: {x: 1, ‸\n", 0, "key config", "", "x"],
]);

rows("flow style", [
  ["- {‸}\n", 0, "key"],
  ["- {name: a, ‸}\n", 0, "key", "", "name"],
  ["- {name: a, mod‸, enabled: no}\n", 0, "key", "mod", "name enabled"],
  ["- {name: a, module: ‸}\n", 0, "value module"],
  ["- {name: a, module: ‸\n- name: b\n", 0, "value module"],
  ["[{name: a}, {name: ‸}]\n", 1, "value name"],
  ["[{name: a}, {‸}]\n", 1, "key"],
  ["- {\n    name: a,\n    ‸\n  }\n", 0, "key", "", "name"],
]);

rows("in comments nothing is offered", [
  ["- name: a # com‸ment\n", null, "value"],
  ["- name: a\n  # com‸ment\n  module: m\n", null, "value"],
  ["# com‸ment\n- name: a\n", null, "value"],
]);

test("a cursor at every offset of broken text has an answer", () => {
  const text =
    "- name: \"a\n\t- {b: [\n? x\n: y\n  - - -\n%foo\n'q\n\u{1F50C}: |\n  - }\n*a &b !c\n";
  const manifest = parseManifest(text);
  for (let offset = 0; offset <= text.length; offset++) {
    const { token } = manifest.cursorAt(offset);
    expect(token.start).toBeLessThanOrEqual(offset);
    expect(token.end).toBeGreaterThanOrEqual(offset);
  }
});

rows("a comment between brackets is none of what stands around it", [
  ["- hooks: [a, ‸# c\n    b]\n", 0, "value hooks/1"],
  ["- hooks: [a, # c, ‸d\n    b]\n", null, "value"],
  ["- hooks: [a, # c\n    ‸b]\n", 0, "value hooks/1", "b"],
  ["- hooks: [a‸ # c\n    , b]\n", 0, "value hooks/0", "a"],
  ["- {name: a, # c\n   ‸mod: x}\n", 0, "key", "mod", "name"],
  ["- {name: a, mod‸ # c\n  }\n", 0, "key", "mod", "name"],
  ["- {name: # c\n   # d\n   ‸a}\n", 0, "value name", "a"],
  ["- {name: a‸ # c\n  }\n", 0, "value name", "a"],
  ["- {name: a, # c‸", null, "value"],
]);

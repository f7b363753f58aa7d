import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isScalar, parseDocument, visit } from "yaml";
import { parseManifest, type ManifestDocument } from "../../../registry/manifest/index.ts";
import { tell, VARIANTS } from "./corpus.ts";

const VALID = "  module: a.b:C\n";

function codes(document: ManifestDocument): readonly string[] {
  return document.problems.map((problem) => problem.code);
}

/** Each problem with the text that it underlines. */
function underlined(text: string): readonly string[] {
  return parseManifest(text).problems.map(
    ({ code, span }) => `${code}: ${text.slice(span.start, span.end)}`,
  );
}

function entries(text: string): readonly (readonly [name: string, isValid: boolean])[] {
  return parseManifest(text).items.map((item) => [item.name, item.entry !== null]);
}

describe("a manifest without entries", () => {
  test.each([
    "",
    "\n\n",
    "# only a comment\n",
    "---\n",
    "[]",
    "{}",
    "null",
    "~",
    "false",
    "0",
    "\uFEFF",
  ])("%j is empty and fine", (text) => {
    const document = parseManifest(text);
    expect(document).toMatchObject({ form: "empty", items: [], problems: [] });
  });

  test.each(["hello", "42", "'quoted'", "true"])("%j is neither a list nor a mapping", (text) => {
    const document = parseManifest(text);
    expect(document).toMatchObject({ form: "unreadable", items: [] });
    expect(underlined(text)).toEqual([`manifest/not-a-list: ${text}`]);
  });
});

describe("a list", () => {
  test("has an entry per item, enabled unless it says otherwise", () => {
    const { form, items } = parseManifest(`- name: a\n${VALID}- name: b\n${VALID}  enabled: no\n`);
    expect(form).toBe("list");
    expect(items.map((item) => item.entry)).toEqual([
      { name: "a", module: "a.b:C", enabled: true },
      { name: "b", module: "a.b:C", enabled: false },
    ]);
  });

  test("keeps invalid items in their places, counting them where they have no name", () => {
    expect(entries(`- module: x\n- name: good\n${VALID}- module: y\n`)).toEqual([
      ["invalid_plugin_0", false],
      ["good", true],
      ["invalid_plugin_1", false],
    ]);
  });

  test("keeps keys that it does not know", () => {
    const [item] = parseManifest(`- name: a\n${VALID}  owner: me\n`).items;
    expect(item?.entry).toEqual({ name: "a", module: "a.b:C", enabled: true, owner: "me" });
    expect(item?.problems).toEqual([]);
  });

  test("does not need `__proto__` to be harmless", () => {
    const [item] = parseManifest(
      `- name: a\n${VALID}  config:\n    __proto__: {polluted: true}\n`,
    ).items;
    expect(Object.hasOwn(Object(item?.entry?.config), "polluted")).toBe(false);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("a mapping", () => {
  test("names its entries by key, unless the body has a name", () => {
    expect(entries(`a:\n${VALID}b:\n  name: inner\n${VALID}`)).toEqual([
      ["a", true],
      ["inner", true],
    ]);
  });

  test("has an invalid entry for a body that is empty or a text", () => {
    expect(entries(`a:\nb: text\nc:\n${VALID}`)).toEqual([
      ["a", false],
      ["b", false],
      ["c", true],
    ]);
  });

  test("takes the key for the place of the name", () => {
    const text = `a:\n${VALID}`;
    const spans = parseManifest(text).items[0]?.spansAt(["name"]);
    expect(spans?.value).toEqual({ start: 0, end: 1 });
  });
});

describe("a module reference", () => {
  test.each([
    "a.b:C",
    "..a..b.:C",
    "mö.d:A",
    "./a-b/c.ts:C",
    "../x.py:C",
    "@acme/p/q:C",
    "pkg/sub:C",
  ])("may be %j", (module) => {
    expect(codes(parseManifest(`- {name: a, module: ${JSON.stringify(module)}}`))).toEqual([]);
  });

  test.each(["x-y:Z", "a.b", "a:1C", "a:B.C", "a:B\n", ":C", "a:", "a b:C", "a:Ä", ""])(
    "may not be %j",
    (module) => {
      const text = `- {name: a, module: ${JSON.stringify(module)}}`;
      expect(underlined(text)).toEqual([`module/malformed: ${JSON.stringify(module)}`]);
    },
  );
});

describe("enabled", () => {
  test.each([
    ["true", true],
    ["True", true],
    ["yes", true],
    ["ON", true],
    ["t", true],
    ["y", true],
    ["1", true],
    ['"1"', true],
    ["1.0", true],
    ["false", false],
    ["no", false],
    ["Off", false],
    ["f", false],
    ["N", false],
    ["0", false],
    ["'false'", false],
  ])("reads %s as %s", (written, expected) => {
    expect(
      parseManifest(`- name: a\n${VALID}  enabled: ${written}\n`).items[0]?.entry?.enabled,
    ).toBe(expected);
  });

  test.each(["2", "-1", "maybe", "null", "[]", "{}", "''", "yess"])(
    "makes the entry invalid as %s",
    (written) => {
      const document = parseManifest(`- name: a\n${VALID}  enabled: ${written}\n`);
      expect(document.items[0]?.entry).toBeNull();
      expect(codes(document)).toEqual(["manifest/wrong-type"]);
    },
  );
});

describe("two entries with one name", () => {
  const text = `- name: a\n${VALID}- name: a\n${VALID}- name: b\n${VALID}`;

  test("leave the name to the first and make the second invalid", () => {
    expect(entries(text)).toEqual([
      ["a", true],
      ["a", false],
      ["b", true],
    ]);
    expect(parseManifest(text).itemNamed("a")?.position).toBe(0);
  });

  test("are both pointed at", () => {
    const [problem] = parseManifest(text).problems;
    expect(problem?.code).toBe("manifest/duplicate-name");
    expect(problem?.span.start).toBe(text.lastIndexOf("a\n  module: a.b:C\n- name: b"));
    expect(problem?.related?.[0]?.span).toEqual({ start: 8, end: 9 });
  });

  test("do not count the first when it is invalid anyway", () => {
    const broken = `- name: a\n  module: x\n- name: a\n${VALID}`;
    expect(entries(broken)).toEqual([
      ["a", false],
      ["a", true],
    ]);
    expect(codes(parseManifest(broken))).toEqual(["module/malformed"]);
  });
});

describe("broken YAML in one item", () => {
  test.each([
    ["an open quote", '- name: "x\n'],
    ["an open brace", "- {name: x\n"],
    ["an open bracket", "- name: x\n  hooks: [a\n"],
    ["a tab", "- name: x\n\tmodule: a.b:C\n"],
    ["a key out of line", "- name: x\n   module: a.b:C\n"],
    ["text in column 0", "- name: x\nmodule: a.b:C\n"],
    ["a key without a colon", "- name: x\n  modul\n"],
    ["control characters", "- \u0000\u0001: [\n"],
  ])("such as %s does not lose the others", (_, broken) => {
    const document = parseManifest(`- name: a\n${VALID}${broken}- name: b\n${VALID}`);
    expect(document.items.map((item) => item.entry?.name)).toEqual(["a", undefined, "b"]);
    expect(codes(document)).toContain("manifest/syntax");
    const [first, last] = [document.items[0], document.items[2]];
    expect([...(first?.problems ?? []), ...(last?.problems ?? [])]).toEqual([]);
  });

  test("says of a tab that it is a tab, once a line", () => {
    const { problems } = parseManifest("- name: x\n\tmodule: a.b:C\n");
    expect(problems.map((problem) => problem.data)).toEqual([{ yaml: "TAB_AS_INDENT" }]);
  });

  test.each([
    [
      "a key in the wrong column",
      "- name: a\nmodule: x.y:Z\nenabled: true\nhooks:\n  - b\n",
      "module",
    ],
    ["a stray bracket", "- name: a\n  config: ]\n    a: 1\n    b: 2\n    c: 3\n", "]"],
    [
      "a dash in the wrong column",
      " - name: a\n   module: a.b:C\n- name: b\n  module: a.b:C\n",
      "- name: b",
    ],
  ])("complains of %s once, and not in every line that follows from it", (_, text, at) => {
    const { problems } = parseManifest(text);
    expect(problems.map(({ code, span }) => [code, span.start])).toEqual([
      ["manifest/syntax", text.indexOf(at)],
    ]);
  });

  test("does not complain about what may be missing because of it", () => {
    expect(codes(parseManifest('- name: "x\n  module: a.b:C\n'))).toEqual(["manifest/syntax"]);
  });

  test("underlines an open quote from its start", () => {
    expect(underlined('- name: "x\n  module: a.b:C\n')).toEqual(['manifest/syntax: "x']);
  });
});

describe("what a problem says", () => {
  test("never holds a value under config", () => {
    const secret = "hunter2-7f3a";
    const texts = [
      `- name: a\n  config:\n    secrets: {T: "${secret}\n`,
      `- name: a\n${VALID}  config: ${secret}\n`,
      `- name: a\n${VALID}  config:\n    T: *${secret}\n`,
      `- name: a\n${VALID}  config:\n    T: "\\q${secret}"\n`,
      `- name: a\n${VALID}  config:\n    T: [${secret}\n`,
      `- name: a\n${VALID}  config:\n    T: @${secret}\n`,
      `- name: a\n${VALID}  config:\n    T: !${secret} x\n`,
      `- name: a\n${VALID}  config: {T: x} ${secret}\n`,
      `- name: a\n${VALID}  hooks: [[${secret}]]\n`,
    ];
    for (const text of texts) {
      const { problems } = parseManifest(text);
      expect(problems, text).not.toEqual([]);
      expect(JSON.stringify(problems), text).not.toContain(secret);
    }
  });
});

describe("anchors, aliases and merge keys", () => {
  test("reach over items", () => {
    const { items, problems } = parseManifest(
      `- &base\n  name: a\n${VALID}  config: &c {k: 1}\n- <<: *base\n  name: b\n- name: c\n${VALID}  config: {<<: *c, l: 2}\n`,
    );
    expect(problems).toEqual([]);
    expect(items[1]?.entry).toMatchObject({ name: "b", module: "a.b:C", config: { k: 1 } });
    expect(items[2]?.entry?.config).toEqual({ k: 1, l: 2 });
  });

  test("an alias without an anchor is pointed at", () => {
    expect(underlined(`- name: a\n${VALID}  description: *nope\n`)).toEqual([
      "manifest/syntax: *nope",
    ]);
  });

  test("an alias inside of what it names ends", () => {
    expect(codes(parseManifest(`- name: a\n${VALID}  config: &c {k: *c}\n`))).toEqual([
      "manifest/alias-bomb",
    ]);
  });

  test("a bomb is bounded, and the other entries live", () => {
    const levels = Array.from({ length: 12 }, (_, index) =>
      index === 0
        ? "    l0: &l0 [x, x, x, x, x, x, x, x, x]\n"
        : `    l${String(index)}: &l${String(index)} [${Array.from({ length: 9 }, () => `*l${String(index - 1)}`).join(", ")}]\n`,
    );
    const document = parseManifest(
      `- name: bomb\n${VALID}  config:\n${levels.join("")}- name: b\n${VALID}`,
    );
    expect(codes(document)).toContain("manifest/alias-bomb");
    expect(document.items.map((item) => item.entry?.name)).toEqual([undefined, "b"]);
  });
});

describe("the bounds", () => {
  test("more than 10 MB is refused", () => {
    const document = parseManifest(`# ${"x".repeat(10 * 1024 * 1024)}`);
    expect(document.form).toBe("unreadable");
    expect(codes(document)).toEqual(["manifest/too-large"]);
    const smaller = document.update([
      { span: { start: 0, end: document.text.length }, newText: `- name: a\n${VALID}` },
    ]);
    expect(smaller.items.map((item) => item.name)).toEqual(["a"]);
  });

  test.each([
    ["brackets", "[".repeat(100_000)],
    ["braces", "{a: ".repeat(50_000)],
    ["dashes", "- ".repeat(50_000)],
    ["questions", "? ".repeat(50_000)],
    [
      "indentation",
      Array.from({ length: 1_500 }, (_, index) => `${" ".repeat(index)}k:\n`).join(""),
    ],
  ])("deep nesting by %s is refused, and the other entries live", (_, deep) => {
    const text = `- name: a\n${VALID}- name: b\n  config: ${deep.startsWith(" ") || deep.startsWith("k") ? `\n${deep.replaceAll(/^/gm, "    ")}` : deep}\n- name: c\n${VALID}`;
    const document = parseManifest(text);
    expect(document.items.map((item) => item.entry?.name)).toEqual(["a", undefined, "c"]);
    expect(codes(document)).toContain("manifest/too-deep");
  });
});

describe("a text of nothing else", () => {
  test.each(["]", "}", "[", '"', "a: ", "- ", "|\n", "&a ", "a:\n ", " ", "\t", "*a\n"])(
    "than %j, ten thousand times, has an answer before anybody gives up",
    (unit) => {
      for (const start of ["", "- name: ", "- name: a\n  config: ", "a: "]) {
        const document = parseManifest(start + unit.repeat(10_000 / unit.length));
        expect(document.problems).toBeDefined();
        expect(document.cursorAt(document.text.length).token.end).toBe(document.text.length);
      }
    },
  );
});

describe("spans", () => {
  const text = `- name: a # c\n  module: "a.b:C"\n  hooks: [x,  y ]\n  config:\n    secrets:\n      T: {env: V}\n    empty:\n    last: 1   # c\n\n# below\n`;
  const [item] = parseManifest(text).items;
  const at = (...path: (string | number)[]): string | null => {
    const spans = item?.spansAt(path);
    return spans
      ? `${text.slice(spans.key.start, spans.key.end)} = ${text.slice(spans.value.start, spans.value.end)}`
      : null;
  };

  test("of values are exact, without comments and blank lines", () => {
    expect(at("name")).toBe("name = a");
    expect(at("module")).toBe('module = "a.b:C"');
    expect(at("hooks", 1)).toBe(" = y");
    expect(at("config", "secrets", "T", "env")).toBe("env = V");
    expect(at("config", "last")).toBe("last = 1");
    expect(at("config")).toMatch(/^config = secrets:[^]*last: 1$/);
  });

  test("of a value that is not written are empty and behind its colon", () => {
    const value = item?.spansAt(["config", "empty"])?.value;
    expect(value).toEqual({ start: text.indexOf("empty:") + 6, end: text.indexOf("empty:") + 6 });
  });

  test("of what is absent are null", () => {
    expect(at("enabled")).toBeNull();
    expect(at("hooks", 2)).toBeNull();
    expect(at("name", "deeper")).toBeNull();
    expect(at()).toBeNull();
  });

  test("of an item reach from its dash to its last character", () => {
    expect(text.slice(item?.span.start, item?.span.end)).toMatch(/^- name[^]*last: 1$/);
    expect(text.slice(item?.headSpan.start, item?.headSpan.end)).toBe("a");
  });

  test("lead from an offset to the item", () => {
    const two = parseManifest(`# c\n- name: a\n${VALID}\n- name: b\n${VALID}`);
    expect(two.itemAt(two.text.indexOf("module"))?.name).toBe("a");
    expect(two.itemAt(two.text.lastIndexOf("module"))?.name).toBe("b");
    expect(two.itemAt(1)).toBeNull();
  });
});

/** What is sound YAML and still not read, or not as a whole. */
const NOT_READ = new Set([
  "manifest/multiple-documents",
  "manifest/too-deep",
  "manifest/alias-bomb",
]);

/** What YAML itself reads, when the text is sound and its keys are texts: it makes a text of any other, we a problem. */
function yamlOf(text: string): unknown {
  const options = { merge: true, logLevel: "silent", prettyErrors: false } as const;
  const document = parseDocument(text.replace(/^\uFEFF/, ""), options);
  try {
    let isSound = document.errors.length === 0;
    visit(document, { Pair: (_, { key }) => void (isSound &&= isScalar(key)) });
    return isSound ? document.toJS() : undefined;
  } catch {
    return undefined; // An alias without an anchor, or a merge of what is no mapping.
  }
}

/** A comment that could be an anchor makes the reader look closely at the piece that ends in it. */
function readClosely(text: string): string {
  return `${text}${text.endsWith("\n") ? "" : "\n"}# &`;
}

function tellItems(text: string): unknown {
  return parseManifest(text).items.map(({ name, entry, raw, span, headSpan, problems }) => ({
    name,
    entry,
    raw,
    span,
    headSpan,
    problems,
  }));
}

test.each([
  ["- {name: a, module: a.b:C, {x: 1}}", "{x: 1}"],
  ["- name: a\n  module: a.b:C\n  ? [x]\n  : 1", "[x]"],
  ["- name: &x a\n  module: a.b:C\n  *x : 1", "*x"],
])("a key that is no text is a problem, and no key: %j", (text, key) => {
  expect(parseManifest(text).items[0]?.raw).toEqual({ name: "a", module: "a.b:C" });
  expect(underlined(text)).toContain(`manifest/wrong-type: ${key}`);
});

describe("any text", () => {
  const anyText = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc
      .array(
        fc.constantFrom(
          "- ",
          "name: ",
          "\n",
          "  ",
          "a",
          ":",
          "[",
          "]",
          "{",
          "}",
          ",",
          '"',
          "'",
          "&x ",
          "*x",
          "|",
          ">",
          "#",
          "\t",
          "\r\n",
          "<<: ",
          "---",
          "!",
          "%",
          "?",
          "@",
        ),
        { maxLength: 80 },
      )
      .map((parts) => parts.join("")),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
  );

  test("has an answer, with every span inside the text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const document = parseManifest(text);
        for (const { span } of [...document.items, ...document.problems]) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
        for (const item of document.items)
          expect(item.entry === null || item.name !== "").toBe(true);
        expect(tell(parseManifest(text))).toEqual(tell(document));
      }),
      { numRuns: 1_000 },
    );
  });

  test("that YAML reads as one document says what YAML says", () => {
    const lists = fc
      .tuple(fc.constantFrom(...VARIANTS), fc.nat(), fc.nat(20), anyText)
      .map(([{ text }, at, length, typed]) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + typed.slice(0, 12) + text.slice(start + length);
      });
    fc.assert(
      fc.property(fc.oneof(lists, fc.constantFrom(...VARIANTS.map(({ text }) => text))), (text) => {
        const data = yamlOf(text);
        const document = parseManifest(text);
        if (!Array.isArray(data) || document.problems.some(({ code }) => NOT_READ.has(code)))
          return;
        expect(document.items.map((item) => item.raw)).toEqual(data);
      }),
      { numRuns: 1_000 },
    );
  });

  test("is understood alike at a first look and at a close one", () => {
    const pieces = ["- name: a\n  module: a.b:C\n", "k:\n  module: a.b:C\n"];
    const tails = VARIANTS.flatMap(({ text }) => text.split(/\n(?=- |\w)/)).filter(
      (tail) => tail.length < 400,
    );
    const onePiece = fc
      .tuple(fc.constantFrom(...pieces, ...tails), fc.nat(), fc.nat(3), anyText)
      .map(([piece, at, length, typed]) => {
        const start = at % (piece.length + 1);
        return piece.slice(0, start) + typed.slice(0, 10) + piece.slice(start + length);
      });
    fc.assert(
      fc.property(onePiece, (text) => {
        const { items, problems } = parseManifest(text);
        if (problems.length > 0 || items.length !== 1 || text.endsWith("\r")) return;
        expect(tellItems(text)).toEqual(tellItems(readClosely(text)));
      }),
      { numRuns: 1_000 },
    );
  });
});

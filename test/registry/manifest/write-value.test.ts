import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import * as jsYaml from "js-yaml";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { applyEdits } from "../../../registry/base/apply-edits.ts";
import { parseManifest, planEdit } from "../../../registry/manifest/index.ts";

const READ_BY_PYTHON = `
import json, sys, yaml
print(json.dumps([yaml.safe_load(text) for text in json.load(sys.stdin)]))
`;

/** What PyYAML reads, which Agent PM uses; null where there is none. */
function readByPython(texts: readonly string[]): unknown {
  const { status, stdout } = spawnSync("python3", ["-c", READ_BY_PYTHON], {
    input: JSON.stringify(texts),
    encoding: "utf8",
    maxBuffer: Infinity,
  });
  return status === 0 ? JSON.parse(stdout) : null;
}

const hasPython = spawnSync("python3", ["-c", "import yaml"]).status === 0;

/** All the readings of a YAML 1.1 reader. */
function readAsOld(texts: readonly string[]): unknown {
  return hasPython ? readByPython(texts) : texts.map((text) => parse(text, { version: "1.1" }));
}

const FORMS = [
  "- name: a\n  module: m.m:C\n  config:\n    kept: 1 # stays\n",
  "- name: a\n  module: m.m:C\n  config:\n    kept: 1",
  "- {name: a, module: m.m:C, config: {kept: 1}}\n",
  "a:\r\n  module: m.m:C\r\n  config:\r\n    kept: 1\r\n",
] as const;

function configured(text: string, config: Readonly<Record<string, unknown>>): string {
  const plan = planEdit(parseManifest(text), { kind: "set-config", plugin: "a", config });
  if (plan.kind !== "edits") throw new Error(`${plan.kind} ${JSON.stringify(config)}`);
  return applyEdits(text, plan.edits);
}

function configIn(read: unknown): unknown {
  const [entry] = Object.values(read as Record<string, { config: unknown }>);
  return entry?.config;
}

function added(config: Readonly<Record<string, unknown>>): string {
  const entry = { name: "b", module: "m.m:C", config };
  const plan = planEdit(parseManifest(""), { kind: "add-entry", entry });
  if (plan.kind !== "edits") throw new Error(plan.kind);
  return applyEdits("", plan.edits);
}

const AMBIGUOUS =
  "y n yes No ON off true False null ~ = << 2024-01-01 2024-01-01T10:00:00Z 1:30 1:30.5 190:20:30 0777 0o17 0x1F 0b1 1_000 1e3 1.5e+3 .5 5. .inf -.INF .NaN +1 - ? : -1 %a @a `a &a *a !a |a >a".split(
    " ",
  );

describe("what is set", () => {
  test.each([
    ["on", '"on"'],
    ["2024-01-01", '"2024-01-01"'],
    ["1:30", '"1:30"'],
    ["a\tb", '"a\\tb"'],
    ["line1\nline2: #x", "|-\n      line1\n      line2: #x"],
    ["line1\n", '"line1\\n"'],
    ["---", '"---"'],
    ["...and so on", '"...and so on"'],
    ["plain text", "plain text"],
    ["http://127.0.0.1:8400/x", "http://127.0.0.1:8400/x"],
  ])("%j is written so that nobody takes it for something else", (value, written) => {
    const [form] = FORMS;
    expect(configured(form, { kept: 1, x: value })).toBe(`${form}    x: ${written}\n`);
  });

  test.each(["---", "--- a", "...", "...a"])("may have %j for a key", (key) => {
    const [form] = FORMS;
    expect(configured(form, { kept: 1, [key]: 1 })).toBe(`${form}    "${key}": 1\n`);
  });

  test("has what is empty on the line of its key, at every depth", () => {
    const [form] = FORMS;
    const config = { kept: 1, a: { b: {}, c: [[], {}] }, d: [] };
    expect(configured(form, config)).toBe(
      `${form}    a:\n      b: {}\n      c:\n        - []\n        - {}\n    d: []\n`,
    );
  });

  test("is read back as it was by readers of YAML 1.2 and 1.1, beside what stays", () => {
    const aText = fc.oneof(
      fc.constantFrom(...AMBIGUOUS),
      fc.string({ unit: "binary", maxLength: 12 }).filter((text) => text.isWellFormed()),
      fc
        .array(
          fc.constantFrom(
            " ",
            "\t",
            "\n",
            "\r",
            "a",
            "#",
            ":",
            "-",
            "?",
            ",",
            "]",
            "'",
            '"',
            "\u0085",
            "1",
          ),
          { maxLength: 9 },
        )
        .map((parts) => parts.join("")),
      fc
        .array(fc.constantFrom("one", " two", "# three", "- x", "---", "", "a: b"), {
          minLength: 2,
        })
        .map((lines) => lines.join("\n")),
    );
    const aValue = fc.oneof(
      { weight: 4, arbitrary: aText },
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
      fc.boolean(),
      fc.array(aText, { maxLength: 3 }),
      fc.dictionary(aText, aText, { maxKeys: 3, noNullPrototype: true }),
    );
    const aConfig = fc
      .dictionary(aText, fc.oneof(aValue, fc.array(aValue, { maxLength: 2 })), {
        maxKeys: 4,
        noNullPrototype: true,
      })
      .filter((config) => !JSON.stringify(config).includes("__proto__"));
    const cases = fc.sample(fc.tuple(fc.constantFrom(...FORMS), aConfig, aText), 600);
    const wanted = cases.flatMap(([, config, text]) => [
      { kept: 1, ...config, x: text },
      { ...config, x: text },
    ]);
    const written = cases.flatMap(([form, config, text]) => [
      configured(form, { kept: 1, ...config, x: text }),
      added({ ...config, x: text }),
    ]);
    expect(written.map((text) => configIn(parse(text)))).toEqual(wanted);
    expect(written.map((text) => configIn(jsYaml.load(text)))).toEqual(wanted);
    const old = readAsOld(written) as readonly unknown[];
    expect(old.map((read) => configIn(read))).toEqual(wanted);
  });
});

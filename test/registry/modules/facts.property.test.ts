import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createModuleIndex,
  resolveModule,
  type ModuleFacts,
  type ModuleIndex,
} from "../../../registry/modules/index.ts";
import { locateGrammar } from "./index-fixture.ts";

const EXAMPLES = path.resolve(import.meta.dirname, "../../../examples/typescript/plugins");
const examples = readdirSync(EXAMPLES)
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(path.join(EXAMPLES, name), "utf8"));

const PYTHON = `from .base import PluginBase as Base, X
HOOKS = ("a", *MORE) + ["b"]
@decorated
class A(Base, Generic[T], metaclass=M):
    """Doc."""
    hooks: ClassVar = [*HOOKS, f"{x}", 'q' "r"]
    required_secrets = tuple(["S"])
    async def post_plan(self, *, plan=None, **rest):
        self.emit("x", y=1)
def register_plugins(registry):
    registry.register(PluginSpec(kind=PluginKind.AI, name="n"))
`;
const COMMON_JS = `const { PluginBase, ...rest } = require("patchbay");
class A extends PluginBase { static get hooks() { return [...H, \`a\${b}\`]; } #x = 1; static { init(); } }
A.requiredSecrets = Object.freeze(["S"]);
module.exports = { A, ["B"]: class extends A {}, ...require("./c") }; exports.D = require("./d").E;
`;

/** Pieces that mean something to the reader of facts, put together without sense. */
const PIECES = [
  ...String.raw`{}()[]<>.,;:=*@#'"/\+-`.split(""),
  "`",
  "\n",
  " ",
  ..."class extends static get hooks requiredSecrets configSchema export default import from const enum as satisfies".split(
    " ",
  ),
  ..."module.exports exports require def self lambda with try PluginBase z.object .default( z.enum([ ...X ...".split(
    " ",
  ),
  "/** doc */",
  '"""',
  "class A extends B {",
  "class A(B):\n    ",
  "static hooks = [",
  "export { A as default } from './x';",
  "\u{1F600}",
  "\uD800",
];

let index: ModuleIndex;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "patchbay-facts-"));
  index = createModuleIndex(locateGrammar);
});
afterAll(() => {
  index.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function read(file: string, text: string): Promise<ModuleFacts> {
  index.setOverlay(path.join(folder, file), text);
  const facts = await index.facts(path.join(folder, file));
  if (!facts) throw new Error("An overlay has facts.");
  return facts;
}

/** Reads the facts, and checks what holds for any text: every span lies inside it, and names are where they are said to be. */
async function check(file: string, text: string): Promise<void> {
  const facts = await read(file, text);
  const classes = facts.classes.flatMap((found) => [
    found,
    ...found.methods,
    ...found.emits,
    ...found.routes,
    ...(found.hooks ?? []),
    ...(found.requiredSecrets ?? []),
  ]);
  const spans = [...classes, ...facts.imports, ...facts.functions, ...(facts.contributes ?? [])];
  for (const { span } of spans) {
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
    expect(span.end).toBeLessThanOrEqual(text.length);
  }
  for (const { name, span } of [...facts.classes, ...facts.functions]) {
    if (name !== "default") expect(text.slice(span.start, span.end)).toBe(name);
  }
}

const FILES = ["a.ts", "a.tsx", "a.js", "a.py"];
const anyFile = fc.constantFrom(...FILES);
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join("")),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(" ")),
);
const valid = fc.oneof(
  fc.tuple(fc.constantFrom("a.ts", "a.tsx", "a.js"), fc.constantFrom(...examples)),
  fc.tuple(fc.constant("a.py"), fc.constant(PYTHON)),
  fc.tuple(fc.constant("a.cjs"), fc.constant(COMMON_JS)),
);

describe("facts", () => {
  test("of any text are read without throwing", async () => {
    await fc.assert(fc.asyncProperty(anyFile, anyText, check), { numRuns: 600 });
  });

  test("of every prefix of a valid file are read without throwing", async () => {
    const prefix = fc
      .tuple(valid, fc.double({ min: 0, max: 1, noNaN: true }))
      .map(
        ([[file, text], share]) => [file, text.slice(0, Math.round(share * text.length))] as const,
      );
    await fc.assert(
      fc.asyncProperty(prefix, ([file, text]) => check(file, text)),
      { numRuns: 300 },
    );
  });

  test("of a valid file with any edit are read without throwing", async () => {
    const edited = fc
      .tuple(valid, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(40), anyText)
      .map(([[file, text], share, removed, inserted]) => {
        const at = Math.round(share * text.length);
        return [file, text.slice(0, at) + inserted + text.slice(at + removed)] as const;
      });
    await fc.assert(
      fc.asyncProperty(edited, ([file, text]) => check(file, text)),
      { numRuns: 300 },
    );
  });

  test("deep nesting and long chains end", async () => {
    const depth = 20_000;
    await check(
      "a.ts",
      `export class A { static hooks = ${"[".repeat(depth)}${"]".repeat(depth)}; }`,
    );
    await check("a.py", `class A(B):\n    hooks = ${"(".repeat(150)}"a"${")".repeat(150)}\n`);
    await check("a.ts", `class A { static configSchema = z${".string()".repeat(5_000)}; }`);
    await check("a.ts", "class A extends B {".repeat(10_000));
    await check(
      "a.py",
      Array.from({ length: 300 }, (_, n) => `${" ".repeat(n)}class A${n}:\n`).join(""),
    );
  });
});

test("lookups of any reference answer without throwing", async () => {
  const roots = { manifestFolder: folder, workspaceFolder: folder, sourceRoots: ["", "x"] };
  const reference = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc
      .tuple(
        fc.constantFrom("./", "../", "", "@a/", "a.", "@a/b/"),
        fc.array(fc.constantFrom("a", "b.ts", ".", "..", "/", "\0", "é", "%2e", "*", "~"), {
          maxLength: 6,
        }),
        fc.constantFrom(":A", ":default", ":", ":__proto__", ":constructor"),
      )
      .map(([start, parts, end]) => start + parts.join("") + end),
  );
  await fc.assert(
    fc.asyncProperty(reference, fc.boolean(), async (written, confined) => {
      const resolution = resolveModule(written, { ...roots, confined });
      if (resolution.kind === "found" && confined) expect(resolution.file).toContain(folder);
      await index.lookup(written, { ...roots, confined });
    }),
    { numRuns: 500 },
  );
});

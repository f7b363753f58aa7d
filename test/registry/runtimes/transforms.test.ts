import { expect, test } from "vitest";
import { graphFolder, TRANSFORMS } from "./graph-folder.ts";

/** Modules whose exported `result` must be the expected one, whichever way they are transformed. */
const CORPUS: readonly (readonly [string, Readonly<Record<string, string>>, unknown])[] = [
  [
    "several variables in one export",
    {
      "main.ts": `import { a, b, c, bump } from "./a.ts"; bump(); export const result = [a, b(2, 3), c];`,
      "a.ts": `export const a: number = 1, b = (x: number, y: number): number => [x, y].length; export let c = 1, d = { e: [c, 2] }; export const bump = (): void => { c += d.e.length; };`,
    },
    [1, 2, 3],
  ],
  [
    "named, default, namespace and side-effect imports",
    {
      "main.ts": `import two, { one } from "./a.ts"; import * as all from "./a.ts"; import "./side.ts";
        export const result = [one, two, Object.keys(all).toSorted(), globalThis.side];`,
      "a.ts": `export const one = 1; export default 2;`,
      "side.ts": `(globalThis as { side?: number }).side = 3;`,
    },
    [1, 2, ["default", "one"], 3],
  ],
  [
    "where specifiers lead, asked without importing",
    {
      "main.ts": `import { readFileSync } from "node:fs"; import { resolved } from "./common.cjs";
        const read = (specifier: string): string => readFileSync(new URL(import.meta.resolve(specifier)), "utf8");
        const none = import.meta.resolve("./none.ts");
        export const result = [read("./text.txt"), read("pkg"), import.meta.resolve("fs"), new URL(none).pathname.endsWith("/none.ts"), ...resolved];`,
      "text.txt": "text",
      "node_modules/pkg/package.json": `{ "name": "pkg", "main": "main.js" }`,
      "node_modules/pkg/main.js": "// pkg",
      "common.cjs": `exports.resolved = [require("fs").readFileSync(require.resolve("pkg"), "utf8"), require.resolve("fs"),
        require.resolve("./common.cjs") === __filename, module.id === __filename, module.filename === __filename];`,
    },
    ["text", "// pkg", "node:fs", true, "// pkg", "fs", true, true, true],
  ],
  [
    "a script that a shell can run",
    { "main.ts": `#!/usr/bin/env node\nexport const result: number = 1;` },
    1,
  ],
  [
    "CommonJS that a shell can run, with a byte order mark",
    {
      "main.ts": `import { one } from "./one.cjs"; export const result = one;`,
      "one.cjs": `\uFEFF#!/usr/bin/env node\nexports.one = 1;`,
    },
    1,
  ],
  [
    "namespaces that have types only",
    {
      "main.ts": `namespace Types { export interface A { readonly a: "const x = 1" } export type B = A; }
declare namespace Declared { const there: number; }
declare global {
  namespace Everywhere { const there: number; }
}
export namespace Dom {
  /*
   a
 const b
*/
  export interface Props {
    class?: string;
    let: string;
    function(): void;
    readonly open: "{ const c";
  }
  // const d = 1;
  export declare const there: number;
  export declare namespace Inner {
    const there: number;
  }
}
const text = \`
namespace Text { export const a = 1; }
\`;
export const result = text.length > 0 satisfies boolean;`,
    },
    true,
  ],
  [
    "live bindings",
    {
      "main.ts": `import { count, add } from "./a.ts"; add(); add(); export const result = count;`,
      "a.ts": `export let count = 0; export function add(): void { count += 1; }`,
    },
    2,
  ],
  [
    "re-exports and stars, with the nearer name winning",
    {
      "main.ts": `import { a, b, c, renamed, space } from "./barrel.ts"; export const result = [a, b, c, renamed, space.c];`,
      "barrel.ts": `export * from "./a.ts"; export { c, c as renamed } from "./c.ts"; export * as space from "./c.ts"; export const a = "own";`,
      "a.ts": `export const a = "star"; export const b = "b"; export default 1;`,
      "c.ts": `export const c = "c";`,
    },
    ["own", "b", "c", "c", "c"],
  ],
  [
    "types, enums, parameter properties and type-only imports",
    {
      "main.ts": `import type { T } from "./nowhere.ts"; import { type U, used } from "./a.ts"; import { Unused } from "./a.ts";
        enum Colour { Red, Green = "green" }
        class Point { constructor(readonly x: number, private y = 2) {} sum(): number { return this.x + this.y; } }
        const value: T | Unused = used as never; const point = new Point(1) satisfies Point;
        export const result = [Colour.Red, Colour.Green, point.sum(), value!];`,
      "a.ts": `export interface U {} export type Unused = number; export const used = "used";`,
    },
    [0, "green", 3, "used"],
  ],
  [
    "classes with private fields, statics, accessors and inheritance across modules",
    {
      "main.ts": `import { Base } from "./base.ts";
        class Child extends Base { static override readonly label = "child"; #hidden = 4; get hidden(): number { return this.#hidden; } declare extra: string; }
        export const result = [Child.label, new Child().hidden, new Child().base(), "extra" in new Child()];`,
      "base.ts": `export abstract class Base { static readonly label: string = "base"; base(): string { return "b"; } }`,
    },
    ["child", 4, "b", false],
  ],
  [
    "circular imports",
    {
      "main.ts": `import { even } from "./even.ts"; export const result = [even(10), even(7)];`,
      "even.ts": `import { odd } from "./odd.ts"; export function even(n: number): boolean { return n === 0 || odd(n - 1); }`,
      "odd.ts": `import { even } from "./even.ts"; export function odd(n: number): boolean { return n !== 0 && even(n - 1); }`,
    },
    [true, false],
  ],
  [
    "imports evaluated first and once, in order",
    {
      "main.ts": `globalThis.order.push("main"); import "./a.ts"; import "./b.ts"; export const result = globalThis.order;`,
      "a.ts": `import "./c.ts"; globalThis.order.push("a");`,
      "b.ts": `import "./c.ts"; globalThis.order.push("b");`,
      "c.ts": `globalThis.order = ["c"];`,
    },
    ["c", "a", "b", "main"],
  ],
  [
    "JSON, with and without attributes",
    {
      "main.ts": `import data from "./data.json" with { type: "json" }; import { key } from "./data.json"; export const result = [data.key, key];`,
      "data.json": `{ "key": "value" }`,
    },
    ["value", "value"],
  ],
  [
    "dynamic imports, literal and computed",
    {
      "main.ts": `const name = "b"; export const result = await Promise.all([import("./a"), import(\`./\${name}.ts\`)]).then(([a, b]) => [a.default, b.b]);`,
      "a.ts": `export default "a";`,
      "b.ts": `export const b = "b";`,
    },
    ["a", "b"],
  ],
  [
    "top-level await, also further down, and where it looks like a call",
    {
      "main.ts": `import { slow } from "./slow.ts"; const value = await (async () => slow + 1)(); export const result = value;`,
      "slow.ts": `export const slow = await Promise.resolve(1);`,
    },
    2,
  ],
  [
    "import.meta and names that a module declares itself",
    {
      "main.ts": `import { createRequire } from "node:module"; import path from "node:path";
        const require = createRequire(import.meta.url); const __dirname = import.meta.dirname; const module = 1; const exported = "import.meta.url";
        export const result = [typeof require("node:fs").readFileSync, path.basename(import.meta.filename), __dirname === path.dirname(import.meta.filename), module, exported];`,
    },
    ["function", "main.ts", true, 1, "import.meta.url"],
  ],
  [
    "CommonJS beside modules",
    {
      "main.ts": `import whole, { named } from "./c.cjs"; import fn from "./fn.cjs"; export const result = [named, whole.named, fn(), whole.file];`,
      "c.cjs": `const path = require("path"); exports.named = require("./deep").deep; exports.file = path.basename(__filename);`,
      "deep.js": `module.exports = { deep: "deep" };`,
      "fn.cjs": `module.exports = () => "called";`,
    },
    ["deep", "deep", "called", "c.cjs"],
  ],
  [
    "endings left out, or those of the output, and folders",
    {
      "main.ts": `import { a } from "./a"; import { b } from "./b.js"; import { c } from "./c"; import { d } from "./d.mjs"; export const result = [a, b, c, d];`,
      "a.ts": `export const a = "a";`,
      "b.ts": `export const b = "b";`,
      "c/index.ts": `export const c = "c";`,
      "d.mts": `export const d = "d";`,
    },
    ["a", "b", "c", "d"],
  ],
  [
    "paths of an extended tsconfig",
    {
      "main.ts": `import { x } from "@lib/x"; import { y } from "shared/y"; export const result = [x, y];`,
      "tsconfig.json": `{ "extends": "./base.json" /* with a comment */ }`,
      "base.json": `{ "compilerOptions": { "baseUrl": ".", "paths": { "@lib/*": ["src/lib/*"] } } }`,
      "src/lib/x.ts": `export const x = "x";`,
      "shared/y.ts": `export const y = "y";`,
    },
    ["x", "y"],
  ],
  [
    "packages: CommonJS, ESM only, and what Patchbay supplies",
    {
      "main.ts": `import cjs from "cjs"; import esm, { named } from "esm"; import { z } from "zod"; import { PluginBase } from "patchbay"; export const result = [cjs.kind, esm, named, z, PluginBase.name];`,
      "node_modules/cjs/package.json": `{ "name": "cjs", "main": "index.js" }`,
      "node_modules/cjs/index.js": `exports.kind = "cjs";`,
      "node_modules/esm/package.json": `{ "name": "esm", "type": "module", "exports": { "import": "./index.js" } }`,
      "node_modules/esm/index.js": `export default "esm"; export const named = await Promise.resolve("named");`,
    },
    ["cjs", "esm", "named", "bundled", "PluginBase"],
  ],
  [
    "subpath imports of the own package, and the package itself",
    {
      "main.ts": `import { inner } from "#inner"; import { self } from "own/self"; export const result = [inner, self];`,
      "package.json": `{ "name": "own", "imports": { "#inner": "./src/inner.ts" }, "exports": { "./self": "./src/self.ts" } }`,
      "src/inner.ts": `export const inner = "inner";`,
      "src/self.ts": `export const self = "self";`,
    },
    ["inner", "self"],
  ],
  [
    "text that only looks like code",
    {
      "main.ts": `// import x from "./nowhere"; require("./nowhere")
        const text = "import('./nowhere')"; const pattern = /import\\(x\\)/; const template = \`import.meta.\${"url"}\`;
        export const result = [text, pattern.test("import(x)"), template];`,
    },
    ["import('./nowhere')", true, "import.meta.url"],
  ],
];

for (const [name, transform] of TRANSFORMS) {
  test.each(CORPUS)(`${name}: %s`, async (_what, files, expected) => {
    const { load } = graphFolder(transform, files);

    expect((await load("main.ts"))["result"]).toEqual(expected);
  });
}

test("the native transform is there to be compared with", () => {
  expect(TRANSFORMS.map(([name, transform]) => [name, transform.name])).toEqual([
    ["pure", "pure"],
    ["native", "native"],
  ]);
});

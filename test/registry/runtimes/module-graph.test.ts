import { expect, test } from "vitest";
import { pureTransform } from "../../../registry/runtimes/loader/index.ts";
import { graphFolder, TRANSFORMS } from "./graph-folder.ts";

for (const [name, transform] of TRANSFORMS) {
  test(`${name}: a change evaluates anew what lies between it and the entry, and shares the rest`, async () => {
    const { load, write } = graphFolder(transform, {
      "main.ts": `import { middle } from "./middle.ts"; import { leaf } from "./leaf.ts"; export const seen = [middle, leaf];`,
      "middle.ts": `import { deep } from "./deep.ts"; export const middle = { deep };`,
      "deep.ts": `export const deep = { value: 1 };`,
      "leaf.ts": `export const leaf = {};`,
    });
    const [middle, leaf] = (await load("main.ts"))["seen"] as [{ deep: object }, object];

    write({ "deep.ts": `export const deep = { value: 2 };` });
    const [newMiddle, newLeaf] = (await load("main.ts"))["seen"] as [{ deep: object }, object];

    expect(newMiddle.deep).toEqual({ value: 2 });
    expect(middle.deep).toEqual({ value: 1 });
    expect(newLeaf).toBe(leaf);
  });

  test(`${name}: an entry that shares a changed file with another one gets the new code through every module between`, async () => {
    const { load, write } = graphFolder(transform, {
      "one.ts": `import { deep } from "./deep.ts"; export const seen = deep;`,
      "two.ts": `import { middle } from "./middle.ts"; export const seen = middle;`,
      "middle.ts": `import { deep } from "./deep.ts"; export const middle = deep;`,
      "deep.ts": `export const deep = 1;`,
    });
    await load("one.ts");
    await load("two.ts");

    write({ "deep.ts": `export const deep = 2;` });

    expect(await load("one.ts")).toMatchObject({ seen: 2 });
    expect(await load("two.ts")).toMatchObject({ seen: 2 });
  });

  test(`${name}: a failed load leaves what was loaded before as it was`, async () => {
    const { load, attempt, write } = graphFolder(transform, {
      "main.ts": `import { leaf } from "./leaf.ts"; export const get = (): object => leaf;`,
      "leaf.ts": `export const leaf = { value: 1 };`,
    });
    const { get } = (await load("main.ts")) as { get: () => object };

    write({ "leaf.ts": `export const leaf = { value: 2 }; throw new Error("no");` });
    expect(await attempt("main.ts")).toMatchObject({ kind: "failed" });
    expect(get()).toEqual({ value: 1 });

    write({ "leaf.ts": `export const leaf = { value: 3 };` });
    expect(((await load("main.ts")) as { get: () => object }).get()).toEqual({ value: 3 });
  });

  test.each([
    ["const a = 1;\nexport const b = ;", 1, 17],
    ["// é😀\nexport const b = (1;", 1, 19],
    ["export const a: number = 1;\nconst b = 1, b = 2;", 1, 13],
    ["export {};\nconst f = () => { await null; };", 1, 18],
  ])(
    `${name}: a syntax error is placed where its author sees it: %j`,
    async (source, line, character) => {
      const { attempt, path } = graphFolder(transform, { "main.ts": source });

      const outcome = await attempt("main.ts");

      expect(outcome).toMatchObject({
        kind: "failed",
        problems: [{ code: "plugin/syntax", location: { file: path("main.ts"), line } }],
      });
      const [problem] = outcome.kind === "failed" ? outcome.problems : [];
      expect(Math.abs((problem?.location?.character ?? -9) - character)).toBeLessThanOrEqual(7);
    },
  );

  test.each([
    ["@sealed\nclass A {}\nexport {};", 0, 0],
    ["export class A {\n  @log run(): void {}\n}", 1, 2],
  ])(
    `${name}: a decorator is said to be what is not understood: %j`,
    async (source, line, character) => {
      const { attempt } = graphFolder(transform, { "main.ts": source });
      expect(await attempt("main.ts")).toMatchObject({
        problems: [
          { message: expect.stringContaining("Decorators"), location: { line, character } },
        ],
      });
    },
  );

  test(`${name}: a missing import names the importer, its place and what was looked for`, async () => {
    const { attempt, path } = graphFolder(transform, {
      "main.ts": `import "./helper.ts";`,
      "helper.ts": `\nimport { x } from "./gone";\nexport const y = x;`,
    });

    const outcome = await attempt("main.ts");

    expect(outcome).toMatchObject({
      problems: [
        {
          code: "plugin/import-not-found",
          location: { file: path("helper.ts"), line: 1, character: 19 },
        },
      ],
    });
    expect([...outcome.graph.absent]).toContain(path("gone.ts"));
  });

  test(`${name}: a URL that is no file of this machine is a missing import, which code may ask for in vain`, async () => {
    const urls = ["file://server/share/x.js", "file:///%ZZ", "file:///a%2Fb"];
    const { load, attempt } = graphFolder(transform, {
      "lazy.ts": urls.map((url, at) => `export const f${at} = () => import("${url}");`).join("\n"),
      "main.ts": urls.map((url) => `import "${url}";`).join("\n"),
    });
    const { f0 } = (await load("lazy.ts")) as { f0: () => Promise<unknown> };
    await expect(f0()).rejects.toThrow("file://server/share/x.js");
    const outcome = await attempt("main.ts");
    const codes = outcome.kind === "failed" ? outcome.problems.map(({ code }) => code) : [];
    expect(codes).toEqual(urls.map(() => "plugin/import-not-found"));
    expect(outcome.graph.absent).toEqual(new Set());
  });

  test(`${name}: what cannot be linked is prepared in silence`, () => {
    const { graph, link, path } = graphFolder(transform, {
      "main.ts": `import "./loop/x.ts"; import "./${"long/".repeat(1_000)}x.ts";`,
    });
    link("loop", "loop");
    expect(() => graph.prepare(path("main.ts"))).not.toThrow();
  });

  test(`${name}: a chain of imports may be longer than a stack`, async () => {
    const length = 6_000;
    const files = Array.from({ length }, (_, at): [string, string] => [
      `m${at}.js`,
      at + 1 < length
        ? `import { n } from "./m${at + 1}.js"; const up = n + 1; export { up as n };`
        : `export const n = 1;`,
    ]);
    const { load, graph, path, write } = graphFolder(transform, Object.fromEntries(files));
    graph.prepare(path("m0.js"));
    expect(await load("m0.js")).toEqual({ n: length });
    write({ [`m${length - 1}.js`]: `export const n = 2;` });
    expect(await load("m0.js")).toEqual({ n: length + 1 });
  });

  test(`${name}: every missing import is reported, not the first`, async () => {
    const { attempt } = graphFolder(transform, {
      "main.ts": `import { a } from "./a"; import { b } from "./b"; export const c = [a, b];`,
    });
    const outcome = await attempt("main.ts");
    expect(outcome.kind === "failed" && outcome.problems.length).toBe(2);
  });

  test(`${name}: what is thrown at import is placed in the author's file`, async () => {
    const { attempt, path } = graphFolder(transform, {
      "main.ts": `import { check } from "./check.ts";\n\ninterface Wide {\n  a: string;\n}\nexport const w: Wide = check();`,
      "check.ts": `type T = { a: string };\nexport function check(): T {\n  throw new TypeError("bad");\n}`,
    });

    expect(await attempt("main.ts")).toMatchObject({
      problems: [
        {
          code: "plugin/threw-on-import",
          message: "TypeError: bad",
          location: { file: path("check.ts"), line: 2, character: 8 },
        },
      ],
    });
  });

  test(`${name}: errors of an old generation keep pointing at the old text`, async () => {
    const source = `export function fail(): never { throw new Error("x"); }`;
    const { graph, load, write } = graphFolder(transform, { "main.ts": `\n${source}` });
    const { fail } = (await load("main.ts")) as { fail: () => never };
    write({ "main.ts": `\n\n\n\n${source}` });
    await load("main.ts");

    const stack = (() => {
      try {
        return fail();
      } catch (error) {
        return (error as Error).stack ?? "";
      }
    })();

    expect(graph.scripts.framesOf(stack)[0]?.location).toMatchObject({ line: 1 });
  });

  test(`${name}: a package linked into the workspace is part of the graph; an installed one is not`, async () => {
    const { graph, load, link, path, write } = graphFolder(transform, {
      "app/main.ts": `import { v } from "@own/lib"; import "cjs"; export const result = v;`,
      "packages/lib/package.json": `{ "name": "@own/lib", "exports": "./src/index.ts" }`,
      "packages/lib/src/index.ts": `export const v = 1;`,
      "app/node_modules/cjs/index.js": ``,
    });
    link("packages/lib", "app/node_modules/@own/lib");
    expect(await load("app/main.ts")).toMatchObject({ result: 1 });

    write({ "packages/lib/src/index.ts": `export const v = 2;` });
    expect(await load("app/main.ts")).toMatchObject({ result: 2 });
    expect([...(graph.graphOf(path("app/main.ts"))?.files ?? [])].toSorted()).toEqual([
      path("app/main.ts"),
      path("packages/lib/src/index.ts"),
    ]);
  });

  test(`${name}: files of a computed import join the graph when they are imported`, async () => {
    const { graph, load, path } = graphFolder(transform, {
      "main.ts": `export const get = (name: string): Promise<unknown> => import("./" + name);`,
      "later.ts": `import "./deep.ts"; export const later = 1;`,
      "deep.ts": `export {};`,
    });
    const { get } = (await load("main.ts")) as { get: (name: string) => Promise<unknown> };
    await get("later");

    expect(graph.graphOf(path("main.ts"))?.files).toEqual(
      new Set([path("main.ts"), path("later.ts"), path("deep.ts")]),
    );
  });

  test(`${name}: files of a computed import are evaluated anew when they changed, and the importer with them`, async () => {
    const { graph, load, path, write } = graphFolder(transform, {
      "main.ts": `import { get } from "./middle.ts"; export const answer = get;`,
      "middle.ts": `export const get = (name: string): Promise<unknown> => import("./" + name);`,
      "later.ts": `export * from "./deep.ts";`,
      "deep.ts": `export const deep = 1;`,
    });
    const before = (await load("main.ts")) as { answer: (name: string) => Promise<unknown> };
    expect(await before.answer("later")).toMatchObject({ deep: 1 });

    write({ "deep.ts": `export const deep = 2;` });
    const after = (await load("main.ts")) as { answer: (name: string) => Promise<unknown> };

    expect(await after.answer("later")).toMatchObject({ deep: 2 });
    expect(await before.answer("later")).toMatchObject({ deep: 1 });
    expect([...(graph.graphOf(path("main.ts"))?.files ?? [])]).toContain(path("deep.ts"));
  });

  test(`${name}: what nothing asked for any more, and then again, is what its file says by then`, async () => {
    const { load, write } = graphFolder(transform, {
      "main.ts": `export const get = (name: string): Promise<unknown> => import("./" + name);`,
      "later.ts": `export const later = 1;`,
    });
    const getOf = async (): Promise<(name: string) => Promise<unknown>> =>
      ((await load("main.ts")) as { get: (name: string) => Promise<unknown> }).get;
    await (
      await getOf()
    )("later");
    await getOf();
    const get = await getOf();

    write({ "later.ts": `export const later = 2;` });

    expect(await get("later")).toMatchObject({ later: 2 });
  });

  test(`${name}: the file of configuration belongs to the graph when it decides about an import`, async () => {
    const { graph, load, path } = graphFolder(transform, {
      "tsconfig.json": `{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] } } }`,
      "lib/a.ts": `export const a = 1;`,
      "uses.ts": `import { a } from "@lib/a"; export const b = a;`,
      "does-not.ts": `import { PluginBase } from "patchbay"; import "node:path"; import "./lib/a.ts"; export { PluginBase };`,
    });
    await load("uses.ts");
    await load("does-not.ts");

    expect([...(graph.graphOf(path("uses.ts"))?.files ?? [])]).toContain(path("tsconfig.json"));
    expect(graph.graphOf(path("does-not.ts"))?.files).toEqual(
      new Set([path("does-not.ts"), path("lib/a.ts")]),
    );
  });

  test(`${name}: requiring a module with top-level await says what to do instead`, async () => {
    const { attempt } = graphFolder(transform, {
      "main.cjs": `require("./slow.ts");`,
      "slow.ts": `export const slow = await Promise.resolve(1);`,
    });
    const outcome = await attempt("main.cjs");
    expect(outcome).toMatchObject({ problems: [{ code: "plugin/threw-on-import" }] });
    expect(outcome.kind === "failed" && outcome.problems[0].message).toContain("import it instead");
  });
}

test("native: an error that is found when types are gone is placed in the text that has them", async () => {
  const native = new Map(TRANSFORMS).get("native");
  if (!native) throw new Error("There is no native transform here.");
  const { attempt, path } = graphFolder(native, {
    "main.ts": `interface Wide {\n  a: string;\n}\nconst é: Wide = { a: "" };\nexport { é, gone };`,
  });

  expect(await attempt("main.ts")).toMatchObject({
    problems: [
      { code: "plugin/syntax", location: { file: path("main.ts"), line: 4, character: 12 } },
    ],
  });
});

test.each([
  ["namespace N { export const one = 1; }", 0],
  ["export class N {}\nexport namespace N {\n  export function one(): number { return 1; }\n}", 1],
  ["namespace A.B {\n  // enum\n  enum C { D }\n}", 0],
  ["namespace N {\n  type T = 'a';\n  /** One. */ export const { one } = { one: 1 };\n}", 0],
  ["namespace N {\n  export abstract class Über {}\n}", 0],
  ["namespace N {\n  export async function* all() {}\n}", 0],
  ["namespace N {\n  declare const there: number; let[one] = [1];\n}", 0],
])(
  "pure: a namespace that has code is refused, and not left out in silence: %j",
  async (source, line) => {
    const { attempt } = graphFolder(pureTransform, { "main.ts": `${source}\nexport {};\n` });
    expect(await attempt("main.ts")).toMatchObject({
      problems: [{ code: "plugin/syntax", location: { line, character: 0 } }],
    });
  },
);

import { mkdirSync, symlinkSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { createModuleIndex, grammarsIn } from "../../../registry/modules/index.ts";
import { foundFacts, locateGrammar, namesOf, openWorkspace } from "./index-fixture.ts";
import { writeFiles } from "./files-fixture.ts";

const plugin = (name: string, hook: string): string =>
  `import { PluginBase } from "patchbay";\nexport class ${name} extends PluginBase { static hooks = ["${hook}"]; }\n`;

describe("changes", () => {
  test("a saved file is read again at the next question, even one of the same length", async () => {
    const { lookup, write } = openWorkspace({ "a.ts": plugin("A", "one") });
    expect(namesOf(foundFacts(await lookup("./a.ts:A")).hooks)).toEqual(["one"]);
    write("a.ts", plugin("A", "two"));
    expect(namesOf(foundFacts(await lookup("./a.ts:A")).hooks)).toEqual(["two"]);
  });

  test("unsaved text wins over the disk until it is given back", async () => {
    const { lookup, index, at } = openWorkspace({ "a.ts": plugin("A", "disk") });
    index.setOverlay(at("a.ts"), plugin("A", "typed"));
    expect(namesOf(foundFacts(await lookup("./a.ts:A")).hooks)).toEqual(["typed"]);
    index.setOverlay(at("a.ts"), null);
    expect(namesOf(foundFacts(await lookup("./a.ts:A")).hooks)).toEqual(["disk"]);
  });

  test("unsaved text of a base counts for the classes that extend it", async () => {
    const { lookup, index, at } = openWorkspace({
      "a.ts": `import { B } from "./b"; export class A extends B {}`,
      "b.ts": plugin("B", "disk"),
    });
    expect(namesOf(foundFacts(await lookup("./a.ts:A")).hooks)).toEqual(["disk"]);
    index.setOverlay(at("b.ts"), plugin("B", "typed"));
    expect(namesOf(foundFacts(await lookup("./a.ts:A")).hooks)).toEqual(["typed"]);
  });

  test("the same text is parsed once: its facts are the same object", async () => {
    const { index, at, write } = openWorkspace({ "a.ts": plugin("A", "one") });
    const first = await index.facts(at("a.ts"));
    write("a.ts", plugin("A", "one"));
    expect(await index.facts(at("a.ts"))).toBe(first);
    index.invalidate(at("."));
    expect(await index.facts(at("a.ts"))).toEqual(first);
  });

  test("an overlay that comes while the file is being read is not lost", async () => {
    const { index, at } = openWorkspace({ "a.ts": plugin("A", "disk") });
    const before = index.facts(at("a.ts"));
    index.setOverlay(at("a.ts"), plugin("A", "typed"));
    const after = index.facts(at("a.ts"));
    expect(namesOf((await before)?.classes[0]?.hooks ?? null)).toEqual(["disk"]);
    expect(namesOf((await after)?.classes[0]?.hooks ?? null)).toEqual(["typed"]);
  });

  test("a byte order mark does not move the spans", async () => {
    const { index, at, write } = openWorkspace({});
    write("a.ts", `\uFEFF${plugin("A", "one")}`);
    const facts = await index.facts(at("a.ts"));
    const { start, end } = facts?.classes[0]?.span ?? { start: 0, end: 0 };
    expect(plugin("A", "one").slice(start, end)).toBe("A");
  });
});

describe("files that cannot be read as source", () => {
  test("a folder and a file of another kind have no facts", async () => {
    const { index, at, write } = openWorkspace({});
    mkdirSync(at("folder.ts"));
    write("a.yaml", "x: 1");
    expect(await index.facts(at("folder.ts"))).toBeNull();
    expect(await index.facts(at("a.yaml"))).toBeNull();
    expect(await index.facts(at("gone.ts"))).toBeNull();
  });

  test("a huge file is unreadable, not empty", async () => {
    const { lookup, at } = openWorkspace({
      "a.ts": `${plugin("A", "a")}//${"x".repeat(1_100_000)}`,
    });
    expect(await lookup("./a.ts:A")).toMatchObject({ kind: "unreadable", file: at("a.ts") });
  });

  test("a text that takes too long to parse is unreadable, and the next one is not taken for its rest", async () => {
    const files = writeFiles({ "a.ts": plugin("A", "a"), "slow.ts": "f(".repeat(100_000) });
    const index = createModuleIndex(locateGrammar, 0);
    expect(await index.lookup("./slow.ts:A", files.roots)).toMatchObject({ kind: "unreadable" });
    expect(await index.lookup("./a.ts:A", files.roots)).toMatchObject({ kind: "found" });
    index.dispose();
  });

  test("missing grammars are our own mistake: the question rejects, and is not answered wrongly", async () => {
    const files = writeFiles({ "a.ts": plugin("A", "a") });
    const index = createModuleIndex((file) =>
      file === "web-tree-sitter.wasm" ? locateGrammar(file) : grammarsIn(files.folder)(file),
    );
    await expect(index.lookup("./a.ts:A", files.roots)).rejects.toThrow(/tree-sitter-typescript/);
    index.dispose();
  });
});

describe("discovery", () => {
  test("offers every plugin class below the source roots, as a manifest would name it", async () => {
    const { index, roots, at } = openWorkspace({
      "config/plugins.yaml": "",
      "config/near.ts": plugin("Near", "a"),
      "src/acme/__init__.py": "",
      "src/acme/ticket.py": "class Ticket(PluginBase):\n    name = 'ticket'\n",
      "plugins/base.ts": `import { PluginBase } from "patchbay"; export abstract class Base extends PluginBase {}`,
      "plugins/one.ts": `import { Base } from "./base"; export class One extends Base {} class Hidden extends Base {} export { One as Again };`,
      "plugins/two.ts": `import { PluginBase } from "patchbay"; export default class extends PluginBase {}`,
      "plugins/with-dash.py": "class Dashed(PluginBase): pass\n",
      "plugins/other.ts": "export class NoPlugin {}",
      "plugins/types.d.ts": "export class Declared extends PluginBase {}",
      "node_modules/x/index.ts": plugin("Installed", "a"),
      "dist/built.js": plugin("Built", "a"),
      ".hidden/h.ts": plugin("Hidden", "a"),
    });
    const found = await index.discover({ ...roots, manifestFolder: at("config") });
    expect(found.map(({ reference }) => reference).toSorted()).toEqual([
      "../plugins/one.ts:One",
      "../plugins/two.ts:default",
      "../plugins/with-dash.py:Dashed",
      "./near.ts:Near",
      "acme.ticket:Ticket",
    ]);
    for (const { reference, file } of found) {
      const again = await index.lookup(reference, { ...roots, manifestFolder: at("config") });
      expect(again).toMatchObject({ kind: "found", isPlugin: "yes", file });
    }
  });

  test("offers what installed packages announce, and says which package it is", async () => {
    const { index, roots } = openWorkspace({
      "node_modules/acme/package.json": JSON.stringify({
        name: "acme",
        patchbay: {
          entryPoints: { "agent_pm.plugins": { one: "./one:One", gone: "./gone:Gone" } },
        },
      }),
      "node_modules/acme/one.js": plugin("One", "a"),
    });
    expect(await index.discover(roots)).toMatchObject([
      { reference: "acme/one:One", announcedBy: "acme" },
    ]);
  });

  test("ends when it is aborted, and in a folder that contains itself", async () => {
    const { index, roots, at, write } = openWorkspace({ "a.ts": plugin("A", "a") });
    symlinkSync(at("."), at("self"), "junction");
    write("b/c.ts", plugin("C", "c"));
    expect(await index.discover(roots, AbortSignal.abort())).toEqual([]);
    expect(await index.discover(roots)).toHaveLength(2);
  });
});

test("hundreds of parses do not make the parser's memory grow", async () => {
  const { index, at } = openWorkspace({});
  const body = "  method() { return [1, 2, 3].map((x) => x * 2); }\n".repeat(60);
  const parse = async (times: number): Promise<void> => {
    for (let count = 0; count < times; count += 1) {
      const text = `export class A${count} extends PluginBase {\n${body}}`;
      index.setOverlay(at("a.ts"), text);
      await index.facts(at("a.ts"));
    }
  };
  await parse(20);
  // A tree of this text that leaks takes 260 KB, and all of the parser's memory is a few MB.
  const growth = vi.spyOn(WebAssembly.Memory.prototype, "grow");
  await parse(200);
  expect(growth).not.toHaveBeenCalled();
  growth.mockRestore();
});

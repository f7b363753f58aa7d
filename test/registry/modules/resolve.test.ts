import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createFolders, resolveModule, type LookupRoots } from "../../../registry/modules/index.ts";
import { writeFiles, type TestFolder } from "./files-fixture.ts";

/** The file that the reference leads to, relative to the folder; else the kind of the answer. */
function leadsTo(
  { folder, roots }: TestFolder,
  reference: string,
  more: Partial<LookupRoots> = {},
): string {
  const resolution = resolveModule(reference, { ...roots, ...more });
  if (resolution.kind !== "found") return resolution.kind;
  return path.relative(folder, resolution.file).split(path.sep).join("/");
}

describe("a dotted reference", () => {
  test("is looked up below the manifest's folder and its parents, each also with src", () => {
    const files = writeFiles({
      "config/near.py": "",
      "config/src/nearer.py": "",
      "acme/plugins/ticket.ts": "",
      "src/acme/plugins/export.ts": "",
    });
    const manifestFolder = files.at("config");
    expect(leadsTo(files, "near:A", { manifestFolder })).toBe("config/near.py");
    expect(leadsTo(files, "nearer:A", { manifestFolder })).toBe("config/src/nearer.py");
    expect(leadsTo(files, "acme.plugins.ticket:A", { manifestFolder })).toBe(
      "acme/plugins/ticket.ts",
    );
    expect(leadsTo(files, "acme.plugins.export:A", { manifestFolder })).toBe(
      "src/acme/plugins/export.ts",
    );
  });

  test("is looked up in further source roots, relative to the workspace folder, and last of all there", () => {
    const files = writeFiles({ "lib/py/x.py": "", "lib/py/y.py": "", "y.py": "" });
    expect(leadsTo(files, "x:A")).toBe("not-found");
    expect(leadsTo(files, "x:A", { sourceRoots: ["lib/py"] })).toBe("lib/py/x.py");
    expect(leadsTo(files, "x:A", { sourceRoots: [files.at("lib/py")] })).toBe("lib/py/x.py");
    expect(leadsTo(files, "y:A", { sourceRoots: ["lib/py"] })).toBe("y.py");
  });

  test.each([
    ["TypeScript before JavaScript before Python", ["a.py", "a.js", "a.ts"], "a.ts"],
    ["every ending of TypeScript", ["a.mts"], "a.mts"],
    ["TSX", ["a.tsx"], "a.tsx"],
    ["CommonJS", ["a.cjs"], "a.cjs"],
    ["a module before a package", ["a/index.ts", "a.js"], "a.js"],
    ["a package's index", ["a/index.mjs"], "a/index.mjs"],
    ["a Python package", ["a/__init__.py"], "a/__init__.py"],
  ])("%s", (_title, names, expected) => {
    const files = writeFiles(Object.fromEntries(names.map((name) => [name, ""])));
    expect(leadsTo(files, "a:A")).toBe(expected);
  });

  test("counts letter case, whatever the file system thinks of it", () => {
    const files = writeFiles({ "Acme/Ticket.ts": "" });
    expect(leadsTo(files, "Acme.Ticket:A")).toBe("Acme/Ticket.ts");
    expect(leadsTo(files, "acme.Ticket:A")).toBe("not-found");
    expect(leadsTo(files, "Acme.ticket:A")).toBe("not-found");
  });

  test("goes on where a file stands in a folder's place and a folder in a file's", () => {
    const files = writeFiles({ "config/acme.ts": "", "acme/ticket.ts": "" });
    mkdirSync(files.at("config/other.ts"));
    const manifestFolder = files.at("config");
    expect(leadsTo(files, "acme.ticket:A", { manifestFolder })).toBe("acme/ticket.ts");
    expect(leadsTo(files, "other:A", { manifestFolder })).toBe("not-found");
  });

  test.each([["..a:A"], ["a..b:A"], ["a.:A"], [".:A"]])("%s is malformed", (reference) => {
    expect(resolveModule(reference, writeFiles({}).roots)).toMatchObject({ kind: "malformed" });
  });

  test("reaches installed packages of Node and of Python environments", () => {
    const files = writeFiles({
      "node_modules/acme/plugins/ticket.js": "",
      "node_modules/acme.export/index.js": "",
      ".venv/pyvenv.cfg": "",
      ".venv/lib/python3.12/site-packages/agent/ticket.py": "",
      "venv/lib/python3.12/site-packages/unmarked.py": "",
    });
    expect(leadsTo(files, "acme.plugins.ticket:A")).toBe("node_modules/acme/plugins/ticket.js");
    expect(leadsTo(files, "acme.export:A")).toBe("node_modules/acme.export/index.js");
    expect(leadsTo(files, "agent.ticket:A")).toBe(
      ".venv/lib/python3.12/site-packages/agent/ticket.py",
    );
    expect(leadsTo(files, "unmarked:A")).toBe("not-found");
  });

  test("reaches what an editable install of Python points to", () => {
    const files = writeFiles({
      ".venv/pyvenv.cfg": "",
      "checkout/agent/ticket.py": "",
    });
    files.write(
      ".venv/lib/python3.12/site-packages/__editable__.agent.pth",
      `import sys; nothing()\n# comment\n${files.at("checkout")}\n`,
    );
    expect(leadsTo(files, "agent.ticket:A")).toBe("checkout/agent/ticket.py");
  });
});

describe("a relative reference", () => {
  test("starts at the manifest's folder, with or without the ending", () => {
    const files = writeFiles({
      "plugins/a.ts": "",
      "config/b.py": "",
      "plugins/pack/index.ts": "",
    });
    const manifestFolder = files.at("config");
    expect(leadsTo(files, "./plugins/a.ts:A")).toBe("plugins/a.ts");
    expect(leadsTo(files, "./plugins/a:A")).toBe("plugins/a.ts");
    expect(leadsTo(files, "./plugins/pack:A")).toBe("plugins/pack/index.ts");
    expect(leadsTo(files, "../plugins/a:A", { manifestFolder })).toBe("plugins/a.ts");
    expect(leadsTo(files, "./b:A", { manifestFolder })).toBe("config/b.py");
  });

  test("finds the TypeScript of which JavaScript will be made, unless the JavaScript is there", () => {
    const files = writeFiles({ "a.ts": "", "b.mts": "", "c.ts": "", "c.js": "" });
    expect(leadsTo(files, "./a.js:A")).toBe("a.ts");
    expect(leadsTo(files, "./b.mjs:A")).toBe("b.mts");
    expect(leadsTo(files, "./c.js:A")).toBe("c.js");
  });

  test("to another kind of file is malformed: it can never be a plugin", () => {
    const files = writeFiles({ "a.yaml": "", "b.d.ts": "" });
    expect(resolveModule("./a.yaml:A", files.roots)).toMatchObject({ kind: "malformed" });
    expect(resolveModule("./b.d.ts:A", files.roots)).toMatchObject({ kind: "malformed" });
  });
});

describe("a package reference", () => {
  test("follows exports, with conditions and patterns", () => {
    const files = writeFiles({
      "node_modules/@acme/plugins/package.json": JSON.stringify({
        exports: {
          "./ticket": { types: "./t.d.ts", require: "./dist/ticket.cjs", import: "./ticket.mjs" },
          "./modern": { import: "./dist/modern.mjs" },
          "./all/*": "./dist/*.js",
          "./up": "../../../secret.js",
        },
      }),
      "node_modules/@acme/plugins/dist/ticket.cjs": "",
      "node_modules/@acme/plugins/dist/modern.mjs": "",
      "node_modules/@acme/plugins/dist/more.js": "",
      "node_modules/@acme/plugins/hidden.js": "",
      "secret.js": "",
    });
    const inside = "node_modules/@acme/plugins/dist/";
    expect(leadsTo(files, "@acme/plugins/ticket:A")).toBe(`${inside}ticket.cjs`);
    expect(leadsTo(files, "@acme/plugins/modern:A")).toBe(`${inside}modern.mjs`);
    expect(leadsTo(files, "@acme/plugins/all/more:A")).toBe(`${inside}more.js`);
    expect(leadsTo(files, "@acme/plugins/hidden:A")).toBe("not-found");
    expect(leadsTo(files, "@acme/plugins/up:A")).toBe("not-found");
    expect(leadsTo(files, "@acme/plugins:A")).toBe("not-found");
  });

  test("without exports follows main, the index, and paths", () => {
    const files = writeFiles({
      "node_modules/@a/main/package.json": '{"main": "lib/entry"}',
      "node_modules/@a/main/lib/entry.js": "",
      "node_modules/@a/main/other.js": "",
      "node_modules/@a/bare/index.js": "",
    });
    expect(leadsTo(files, "@a/main:A")).toBe("node_modules/@a/main/lib/entry.js");
    expect(leadsTo(files, "@a/main/other:A")).toBe("node_modules/@a/main/other.js");
    expect(leadsTo(files, "@a/bare:A")).toBe("node_modules/@a/bare/index.js");
  });

  test("walks up from the manifest, past the workspace folder", () => {
    const files = writeFiles({ "node_modules/@a/b/index.js": "", "ws/config/x.yaml": "" });
    const roots = { workspaceFolder: files.at("ws"), manifestFolder: files.at("ws/config") };
    expect(leadsTo(files, "@a/b:A", roots)).toBe("node_modules/@a/b/index.js");
    expect(leadsTo(files, "@a/b:A", { ...roots, confined: true })).toBe("not-found");
  });

  test("may name the package that it stands in, where that has exports", () => {
    const files = writeFiles({
      "package.json": '{"name": "@acme/service", "exports": {"./ticket": "./plugins/ticket.ts"}}',
      "plugins/ticket.ts": "",
    });
    expect(leadsTo(files, "@acme/service/ticket:A")).toBe("plugins/ticket.ts");
  });

  test("leads to the real path of a package that is linked", () => {
    const files = writeFiles({ "packages/b/index.ts": "" });
    mkdirSync(files.at("node_modules/@a"), { recursive: true });
    symlinkSync(files.at("packages/b"), files.at("node_modules/@a/b"), "junction");
    expect(leadsTo(files, "@a/b:A")).toBe("packages/b/index.ts");
  });

  test("with a package.json that cannot be read is unreadable, not missing", () => {
    const files = writeFiles({ "node_modules/@a/b/package.json": "{" });
    expect(resolveModule("@a/b/x:A", files.roots)).toMatchObject({
      kind: "unreadable",
      file: files.at("node_modules/@a/b/package.json"),
    });
  });
});

describe("what is not found", () => {
  test("lists where it was looked for, and the paths whose appearance would matter", () => {
    const files = writeFiles({ "acme/x.txt": "" });
    const resolution = resolveModule("acme.ticket:A", files.roots);
    expect(resolution).toMatchObject({ kind: "not-found" });
    if (resolution.kind !== "not-found") return;
    expect(resolution.looked.slice(0, 2)).toEqual([
      files.at("acme/ticket.*"),
      files.at("src/acme/ticket.*"),
    ]);
    expect(resolution.absent).toContain(files.at("acme/ticket.ts"));
    expect(resolution.absent).toContain(files.at("src/acme"));
  });

  test.each([
    ["no colon", "plugins"],
    ["no class", "a.b:"],
    ["a class that is no identifier", "a.b:1C"],
    ["a hyphen in a dotted path", "x-y:Z"],
    ["a trailing newline", "a:B\n"],
    ["an absolute path", "/etc/x.ts:A"],
    ["nothing", ""],
  ])("%s is malformed, with a reason", (_title, reference) => {
    const resolution = resolveModule(reference, writeFiles({}).roots);
    expect(resolution).toMatchObject({ kind: "malformed" });
    expect(resolution.kind === "malformed" && resolution.reason).not.toBe("");
  });

  test("links that lead in a circle are unreadable, not missing", () => {
    const files = writeFiles({});
    symlinkSync(files.at("b.ts"), files.at("a.ts"));
    symlinkSync(files.at("a.ts"), files.at("b.ts"));
    expect(leadsTo(files, "./a.ts:A")).toBe("unreadable");
  });

  test("a link to nowhere is missing", () => {
    const files = writeFiles({});
    symlinkSync(files.at("gone.ts"), files.at("a.ts"));
    expect(leadsTo(files, "./a.ts:A")).toBe("not-found");
  });

  test("a name that no file system takes is missing", () => {
    expect(leadsTo(writeFiles({}), `./${"x".repeat(5_000)}:A`)).toBe("not-found");
    expect(leadsTo(writeFiles({}), "./a\0b:A")).toBe("not-found");
  });
});

describe("an untrusted workspace", () => {
  test("is never left: neither by path, nor by link, nor by a source root", () => {
    const files = writeFiles({ "outside/a.ts": "", "ws/in.ts": "" });
    symlinkSync(files.at("outside"), files.at("ws/link"), "junction");
    const roots = {
      workspaceFolder: files.at("ws"),
      manifestFolder: files.at("ws"),
      sourceRoots: [files.at("outside")],
    };
    const confined = { ...roots, confined: true };
    expect(leadsTo(files, "../outside/a.ts:A", roots)).toBe("outside/a.ts");
    expect(leadsTo(files, "../outside/a.ts:A", confined)).toBe("unreadable");
    expect(leadsTo(files, "./link/a.ts:A", confined)).toBe("unreadable");
    expect(leadsTo(files, "a:A", roots)).toBe("outside/a.ts");
    expect(leadsTo(files, "a:A", confined)).toBe("not-found");
    expect(leadsTo(files, "./in.ts:A", confined)).toBe("ws/in.ts");
  });
});

test("shared folders see files that come, go and are renamed, however old the folder is", () => {
  const files = writeFiles({ "plugins/a.ts": "" });
  const folders = createFolders();
  const kindOf = (name: string): string =>
    resolveModule(`./plugins/${name}:A`, files.roots, folders).kind;
  const age = (): void => utimesSync(files.at("plugins"), 1, 1);

  age();
  expect(kindOf("a")).toBe("found");
  renameSync(files.at("plugins/a.ts"), files.at("plugins/b.ts"));
  age();
  expect(kindOf("a")).toBe("not-found");
  expect(kindOf("b")).toBe("found");
  rmSync(files.at("plugins"), { recursive: true });
  expect(kindOf("b")).toBe("not-found");
});

import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { project, read, readManifest } from "./files.ts";

const manifest = readManifest();
const documents = ["README.md", "CONTRIBUTING.md", "AGENTS.md", "CHANGELOG.md"] as const;

/** Every first group of the pattern in the text, once. */
function allOf(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ""))];
}

test.each(documents)("every npm script that %s quotes exists", (name) => {
  const builtIn = ["start", "test", "install", "pack"];
  const quoted = allOf(read(name), /\bnpm (?:run )?([a-z][\w:-]*)/g).filter(
    (word) => !["registry", "proxy", "and", "or"].includes(word),
  );
  const known = Object.keys(manifest.scripts);
  expect(quoted.filter((script) => !known.includes(script) && !builtIn.includes(script))).toEqual(
    [],
  );
});

test.each(documents)("every stage that %s passes to npm test exists", (name) => {
  const source = read("scripts/stages/main.mjs");
  const quoted = allOf(read(name), /npm test -- ([\w -]+)/g).flatMap((words) =>
    words.trim().split(" "),
  );
  expect(quoted.filter((stage) => !new RegExp(`^  ${stage}: `, "m").test(source))).toEqual([]);
});

test.each(documents)("every measurement that %s passes to npm run bench exists", (name) => {
  const quoted = allOf(read(name), /npm run bench -- (\w+)/g);
  expect(quoted.filter((bench) => !existsSync(path.join(project, `bench/${bench}.ts`)))).toEqual(
    [],
  );
});

test.each(documents)("every file that %s links to exists", (name) => {
  const linked = allOf(read(name), /\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g);
  expect(linked.filter((file) => !existsSync(path.join(project, file)))).toEqual([]);
});

test("every folder that CONTRIBUTING maps exists, and every folder of the project is mapped", () => {
  const mapped = allOf(read("CONTRIBUTING.md"), /^\| `([a-z]+)\/`/gm);
  const folders = ["schemas", "registry", "server", "extension", "webview", "examples", "test"];
  expect(mapped).toEqual(expect.arrayContaining([...folders, "bench", "scripts"]));
  const kept = readdirSync(path.join(project, "registry"), { withFileTypes: true });
  const inRegistry = kept.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const text = read("CONTRIBUTING.md");
  expect(inRegistry.filter((name) => name !== "base" && !text.includes(`${name}/\``))).toEqual([]);
});

test("the README's settings are those of package.json, with their defaults", () => {
  const rows = [...read("README.md").matchAll(/^\| `(patchbay\.[\w.]+)`\s*\| `([^`]*)`/gm)];
  const documented = Object.fromEntries(rows.map(([, name, value]) => [name, value]));
  const contributed = Object.entries(manifest.contributes.configuration.properties).map(
    ([name, setting]) => [name, JSON.stringify(setting.default)],
  );
  expect(documented).toEqual(Object.fromEntries(contributed));
});

test("every Patchbay command that the README names is in the palette under that title", () => {
  const titles = manifest.contributes.commands.map(({ title }) => title);
  const quoted = allOf(read("README.md"), /_Patchbay: ([^_]+)_/g);
  expect(quoted.filter((title) => !titles.includes(title))).toEqual([]);
});

test("AGENTS.md stays under 60 lines", () => {
  expect(read("AGENTS.md").split("\n").length).toBeLessThan(60);
});

import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { buildTypeScriptPlugin } from "../../scripts/build/typescript-plugin.mjs";
import { Tsserver } from "./tsserver.ts";

const project = path.resolve(import.meta.dirname, "../..");
const readme = readFileSync(path.join(project, "README.md"), "utf8");
/** The one that the README shows. */
const PLUGIN = /```ts\n(import \{ PluginBase.*?)```/s.exec(readme)?.[1] ?? "";
const SETTINGS = `import { z } from "zod";\nexport const Settings = z.object({ name: z.string() });\n`;
const NOT_FOUND = 2307;

const scratch = (): string => realpathSync(mkdtempSync(path.join(tmpdir(), "patchbay-types-")));
const extension = scratch();
beforeAll(() => buildTypeScriptPlugin(extension));
afterAll(() => rmSync(extension, { recursive: true }));

/** A folder with these files, and a strict `tsconfig.json`. */
function workspace(files: Readonly<Record<string, string>>): (file: string) => string {
  const folder = scratch();
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const compilerOptions = {
    strict: true,
    noImplicitOverride: true,
    module: "preserve",
    target: "es2023",
    types: [],
  };
  // TypeScript watches nothing that is near to the root.
  const at = (file: string): string => path.join(folder, "home/somebody/service", file);
  const all = { "tsconfig.json": JSON.stringify({ compilerOptions }), ...files };
  for (const [file, text] of Object.entries(all)) write(at(file), text);
  return at;
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

test("a plugin in a workspace without packages has no error, and its mistakes are found", async () => {
  const at = workspace({ "plugins.yaml": "[]\n", "plugins/ticket.ts": PLUGIN });
  const bare = await Tsserver.start(null);
  expect((await bare.problems(at("plugins/ticket.ts"))).join("\n")).toContain(`${NOT_FOUND}: `);

  const editor = await Tsserver.start(extension);
  expect(await editor.problems(at("plugins/ticket.ts"))).toEqual([]);
  const mistaken = PLUGIN.replace("config.project_key", "config.project_kye");
  expect(await editor.problems(at("plugins/other.ts"), mistaken)).toEqual([
    expect.stringContaining("project_kye"),
  ]);
});

test("a file beside no tsconfig.json is served, too", async () => {
  const at = workspace({ "plugins.yaml": "[]\n", "plugins/ticket.js": PLUGIN });
  rmSync(at("tsconfig.json"));
  const editor = await Tsserver.start(extension);
  const text = `// @ts-check\nimport { PluginBase } from "patchbay";\nclass Ticket extends PluginBase { on() { this.nothing; } }\n`;
  const problems = await editor.problems(at("plugins/ticket.js"), text);
  expect(problems.join("\n")).not.toContain(`${NOT_FOUND}: `);
  expect(problems.join("\n")).toContain("'nothing'");
});

test("what a plugin imports has zod, and what has nothing to do with plugins misses it", async () => {
  const at = workspace({
    "service/config/plugins.yaml": "[]\n",
    "service/src/settings.ts": SETTINGS,
    "elsewhere/settings.ts": SETTINGS,
  });
  const editor = await Tsserver.start(extension);
  expect(await editor.problems(at("service/src/settings.ts"))).toEqual([]);
  expect((await editor.problems(at("elsewhere/settings.ts"))).join()).toContain(`${NOT_FOUND}: `);
});

test("packages that are installed come first, also when they come later", async () => {
  const at = workspace({ "plugins.yaml": "[]\n", "ticket.ts": PLUGIN });
  const editor = await Tsserver.start(extension);
  expect(await editor.problems(at("ticket.ts"))).toEqual([]);
  expect(await editor.definition(at("ticket.ts"), PLUGIN, "zod")).toContain(extension);

  cpSync(path.join(project, "node_modules/zod"), at("node_modules/zod"), { recursive: true });
  const own = `export class PluginBase<T> { own = 1 }\nexport interface HookPayloads {}\n`;
  write(at("node_modules/patchbay/index.d.ts"), own);
  write(
    at("node_modules/patchbay/package.json"),
    `{ "name": "patchbay", "version": "1.0.0", "types": "index.d.ts" }`,
  );
  await vi.waitFor(async () => {
    expect(await editor.definition(at("ticket.ts"), PLUGIN, "zod")).toContain(at("node_modules"));
    expect(await editor.definition(at("ticket.ts"), PLUGIN, "patchbay")).toContain(
      at("node_modules"),
    );
  }, 200_000);
});

test("a plugin whose project has zod makes its schemas with that one", async () => {
  const at = workspace({ "plugins.yaml": "[]\n", "ticket.ts": PLUGIN });
  cpSync(path.join(project, "node_modules/zod"), at("node_modules/zod"), { recursive: true });
  // Two zods whose types do not fit each other: only one of them may be in play.
  const schemas = at("node_modules/zod/v4/core/schemas.d.ts");
  const text = readFileSync(schemas, "utf8");
  writeFileSync(schemas, text.replaceAll("_zod: ", '_zod: { only: "here" } & '));
  const editor = await Tsserver.start(extension);
  expect(await editor.problems(at("ticket.ts"))).toEqual([]);
  expect(await editor.definition(at("ticket.ts"), PLUGIN, "zod")).toContain(at("node_modules"));
});

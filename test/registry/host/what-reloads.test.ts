import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { forkHost, optionsFor, statusIn, type RealHost } from "./real-host.ts";

/** A plugin that answers `ping` with the word that `getWord` gives. */
function saying(imports: string, getWord: string): string {
  return `import { PluginBase } from "patchbay";
${imports}
export class Says extends PluginBase {
  static override readonly hooks: readonly string[] = ["ping"];
  async ping(payload: Record<string, unknown>): Promise<void> { payload[this.name] = ${getWord}; }
}
`;
}

interface Way {
  /** Of the plugin `one`, and what it imports. */
  readonly files: Readonly<Record<string, string>>;
  /** Symbolic links to folders, by where they are. */
  readonly links?: Readonly<Record<string, string>>;
  readonly changed: readonly [file: string, text: string];
}

const OLD_MODULE = `export const word: string = "old";\n`;
const NEW_MODULE = `export const word: string = "new";\n`;

const WAYS: Readonly<Record<string, Way>> = {
  "by a path of tsconfig.json": {
    files: {
      "plugins/one.ts": saying(`import { word } from "@words/word";`, "word"),
      "tsconfig.json": `{ "compilerOptions": { "paths": { "@words/*": ["./src/words/*"] } } }`,
      "src/words/word.ts": OLD_MODULE,
    },
    changed: ["src/words/word.ts", NEW_MODULE],
  },
  "by a path of tsconfig.json that leads elsewhere from now on": {
    files: {
      "plugins/one.ts": saying(`import { word } from "@words";`, "word"),
      "tsconfig.json": `{ "compilerOptions": { "paths": { "@words": ["./src/old.ts"] } } }`,
      "src/old.ts": OLD_MODULE,
      "src/new.ts": NEW_MODULE,
    },
    changed: [
      "tsconfig.json",
      `{ "compilerOptions": { "paths": { "@words": ["./src/new.ts"] } } }`,
    ],
  },
  "as JSON": {
    files: {
      "plugins/one.ts": saying(
        `import words from "./words.json" with { type: "json" };`,
        "words.word",
      ),
      "plugins/words.json": `{ "word": "old" }\n`,
    },
    changed: ["plugins/words.json", `{ "word": "new" }\n`],
  },
  "from a package that is linked into node_modules": {
    files: {
      "plugins/one.ts": saying(`import { word } from "@own/words";`, "word"),
      "packages/words/package.json": `{ "name": "@own/words", "exports": "./src/index.ts" }\n`,
      "packages/words/src/index.ts": `export { word } from "./word.ts";\n`,
      "packages/words/src/word.ts": OLD_MODULE,
    },
    links: { "node_modules/@own/words": "packages/words" },
    changed: ["packages/words/src/word.ts", NEW_MODULE],
  },
  "dynamically, while a hook is answered": {
    files: {
      "plugins/one.ts": saying("", `(await import("./word.ts")).word`),
      "plugins/word.ts": OLD_MODULE,
    },
    changed: ["plugins/word.ts", NEW_MODULE],
  },
  "dynamically, by a name that is made up at run time": {
    files: {
      "plugins/one.ts": saying("", '(await import(`./${["wo", "rd"].join("")}.ts`)).word'),
      "plugins/word.ts": `export * from "./deep.ts";\n`,
      "plugins/deep.ts": OLD_MODULE,
    },
    changed: ["plugins/deep.ts", NEW_MODULE],
  },
};

/** A host of `one`, and of another plugin that has nothing to do with what `one` imports. */
async function startWith({ files, links = {} }: Way): Promise<RealHost> {
  const host = await forkHost({
    plugins: { one: "./plugins/one.ts:Says", other: "./plugins/other.ts:Says" },
    files: { ...files, "plugins/other.ts": saying("", `"other"`) },
  });
  for (const [at, target] of Object.entries(links)) {
    mkdirSync(path.dirname(host.path(at)), { recursive: true });
    symlinkSync(host.path(target), host.path(at), "dir");
  }
  await host.calls.initialize(optionsFor(host.folder));
  return host;
}

async function answer({ calls }: RealHost): Promise<Record<string, unknown> | null> {
  return (await calls.fire({ hook: "ping", payload: {} })).payload;
}

test.each(Object.entries(WAYS))(
  "a change of what a plugin imports %s reloads that plugin and no other",
  async (_how, way) => {
    const host = await startWith(way);
    expect(await answer(host)).toEqual({ one: "old", other: "other" });
    // With its calls the thread tells which files they have loaded.
    await host.until(({ samples }) => samples.length > 0);

    host.write(...way.changed);
    await host.untilPlugin("one", ({ generation }) => generation === 2);

    expect(await answer(host)).toEqual({ one: "new", other: "other" });
    expect(statusIn(await host.calls.snapshot(), "other").generation).toBe(1);
  },
);

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { eachMapping, originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  DebuggerMaps,
  ModuleGraph,
  pureTransform,
  type ModuleTransform,
} from "../../../registry/runtimes/loader/index.ts";
import { graphFolder, TRANSFORMS } from "./graph-folder.ts";

/** Kinds of lines that transforms have to leave something of. Each has a call of its own to be found again. */
const LINES = [
  (mark: string) => `${mark}();`,
  (mark: string) => `  const typed_${mark}: readonly string[] = ${mark}() as never;`,
  (mark: string) => `interface Gone_${mark} { readonly a: string }\n${mark}();`,
  (mark: string) => `\`text \${${mark}()}\`;`,
  (mark: string) => `\`\${1}\`;\n\n    ${mark}();`,
  (mark: string) => `export function exported_${mark}(value: number): void {\n  ${mark}(value);\n}`,
  (mark: string) =>
    `export const later_${mark} = async (): Promise<void> => {\n  await ${mark}();\n};`,
] as const;

const modules = fc
  .array(fc.nat(LINES.length - 1), { minLength: 1, maxLength: 12 })
  .map((kinds) => kinds.map((kind, index) => LINES[kind]?.(`mark${index}`)).join("\n"));

/** Loads a file as the plugins' thread does, and answers with the maps that a debugger would read. */
async function mapsOf(
  transform: ModuleTransform,
  files: Readonly<Record<string, string>>,
): Promise<{ maps: readonly TraceMap[]; url: (file: string) => string }> {
  const folder = graphFolder(transform, files);
  const maps = new DebuggerMaps(folder.path("maps"));
  const graph = new ModuleGraph({ transform, supplied: new Map(), debuggerMaps: maps });
  for (const file of Object.keys(files).filter((name) => !name.endsWith(".map"))) {
    await graph.load(folder.path(file), { fresh: true });
  }
  maps.open(graph.scripts);
  const read = readdirSync(folder.path("maps")).map((name) =>
    readFileSync(path.join(folder.path("maps"), name), "utf8"),
  );
  maps.close();
  return {
    maps: read.map((text) => new TraceMap(text)),
    url: (file) => pathToFileURL(folder.path(file)).href,
  };
}

function originsIn(map: TraceMap): string[] {
  const origins: string[] = [];
  eachMapping(map, ({ source, originalLine }) => origins.push(`${source}:${originalLine}`));
  return origins;
}

/** Where each call of a mark is, by line from 1. */
function linesOfMarks(code: string): ReadonlyMap<string, { line: number; column: number }> {
  const found = code
    .split("\n")
    .flatMap((text, index) =>
      [...text.matchAll(/(?<![\w])(mark\d+)\(/g)].map(
        (match) => [match[1] ?? "", { line: index + 1, column: match.index }] as const,
      ),
    );
  return new Map(found);
}

test.each(TRANSFORMS)(
  "with the %s transform each line of code leads to its source",
  async (_name, transform) => {
    await fc.assert(
      fc.asyncProperty(modules, async (source) => {
        const { maps, url } = await mapsOf(transform, { "main.ts": source });
        const result = transform.transform("/main.ts", source);
        const map = maps[0];
        if (result.kind !== "transformed" || !map) throw new Error("The module has no map.");

        const written = linesOfMarks(source);
        for (const [mark, place] of linesOfMarks(result.module.code)) {
          const origin = originalPositionFor(map, place);
          expect([mark, origin.source, origin.line]).toEqual([
            mark,
            url("main.ts"),
            written.get(mark)?.line,
          ]);
          expect(origin.column).toBeLessThanOrEqual(written.get(mark)?.column ?? 0);
        }
      }),
      { numRuns: 60 },
    );
  },
);

test.each(TRANSFORMS)(
  "with the %s transform a script that runs as it stands leads to itself",
  async (_name, transform) => {
    const { maps, url } = await mapsOf(transform, { "main.cjs": "let a = 1;\n\na += 1;\n" });

    expect(maps.map((map) => originalPositionFor(map, { line: 3, column: 2 }))).toMatchObject([
      { source: url("main.cjs"), line: 3 },
    ]);
  },
);

test.each(TRANSFORMS)(
  "with the %s transform what was built from another file leads to that",
  async (_name, transform) => {
    const map = { version: 3, sources: ["../src/main.ts"], names: [], mappings: ";;AAUA" };
    const inline = Buffer.from(JSON.stringify(map)).toString("base64");
    const { maps, url } = await mapsOf(transform, {
      "dist/main.js": "// built\n\nexport const built = 1;\n//# sourceMappingURL=main.js.map\n",
      "dist/main.js.map": JSON.stringify(map),
      "dist/inline.cjs": `// built\n\nexports.built = 1;\n//# sourceMappingURL=data:application/json;base64,${inline}\n`,
      "dist/lost.js": "// built\n\nexport const built = 1;\n//# sourceMappingURL=nowhere.js.map\n",
    });

    expect(maps.map((one) => originsIn(one))).toEqual([
      expect.arrayContaining([`${url("src/main.ts")}:11`]),
      expect.arrayContaining([`${url("src/main.ts")}:11`]),
      expect.arrayContaining([`${url("dist/lost.js")}:3`]),
    ]);
  },
);

test("a folder that is there already is not written to", () => {
  const folder = graphFolder(pureTransform, {});
  const maps = new DebuggerMaps(folder.path("."));
  writeFileSync(folder.path("mine"), "");

  expect(() => maps.open(folder.graph.scripts)).toThrow("EEXIST");
});

test.each(["{}", "[]", "7", '"text"', '{"version":3,"mappings":5,"sources":[{}]}'])(
  "what a file calls its source map and is none, as %s, leaves the file what is shown",
  async (text) => {
    const url = `data:application/json,${encodeURIComponent(text)}`;
    const { maps, url: urlOf } = await mapsOf(pureTransform, {
      "main.js": `export const a = 1;\n//# sourceMappingURL=${url}\n`,
    });

    expect(maps.map((map) => originsIn(map))).toEqual([
      expect.arrayContaining([`${urlOf("main.js")}:1`]),
    ]);
  },
);

test("code is loaded where its map cannot be written", async () => {
  const folder = graphFolder(pureTransform, { "a.ts": "export const a = 1;" });
  mkdirSync(folder.path("temporary"));
  const debuggerMaps = new DebuggerMaps(folder.path("temporary/maps"));
  const graph = new ModuleGraph({ transform: pureTransform, supplied: new Map(), debuggerMaps });
  debuggerMaps.open(graph.scripts);
  rmSync(folder.path("temporary"), { recursive: true });
  writeFileSync(folder.path("temporary"), "");

  const outcome = await graph.load(folder.path("a.ts"), { fresh: true });

  expect(outcome).toMatchObject({ kind: "loaded", exports: { a: 1 } });
  debuggerMaps.close();
});

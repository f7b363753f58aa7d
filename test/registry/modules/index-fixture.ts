import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import {
  createModuleIndex,
  type ClassFacts,
  type ClassLookup,
  type GrammarLocator,
  type LookupRoots,
  type ModuleIndex,
} from "../../../registry/modules/index.ts";

const require = createRequire(import.meta.url);
const grammars = path.join(
  path.dirname(require.resolve("@vscode/tree-sitter-wasm/package.json")),
  "wasm",
);

/** The grammars where the packages keep them. */
export const locateGrammar: GrammarLocator = (file) =>
  file === "web-tree-sitter.wasm"
    ? require.resolve("web-tree-sitter/web-tree-sitter.wasm")
    : path.join(grammars, file);

export interface TestWorkspace {
  readonly folder: string;
  readonly roots: LookupRoots;
  readonly index: ModuleIndex;
  readonly at: (file: string) => string;
  readonly write: (file: string, text: string) => string;
  readonly lookup: (reference: string) => Promise<ClassLookup>;
}

/** A folder with the files, and an index over it; both go when the test ends. */
export function openWorkspace(files: Readonly<Record<string, string>>): TestWorkspace {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "patchbay-modules-")));
  const index = createModuleIndex(locateGrammar);
  onTestFinished(() => {
    index.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  const at = (file: string): string => path.join(folder, file);
  const write = (file: string, text: string): string => {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
    return at(file);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  const roots = { manifestFolder: folder, workspaceFolder: folder, sourceRoots: [] };
  return {
    folder,
    roots,
    index,
    at,
    write,
    lookup: (reference) => index.lookup(reference, roots),
  };
}

/** The facts of the class that a lookup found; fails the test otherwise. */
export function foundFacts(lookup: ClassLookup): ClassFacts {
  if (lookup.kind !== "found") throw new Error(`not found: ${JSON.stringify(lookup)}`);
  return lookup.facts;
}

export function namesOf(
  spans: readonly { readonly name: string }[] | null,
): readonly string[] | null {
  return spans && spans.map(({ name }) => name);
}

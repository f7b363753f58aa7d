import { createRequire } from "node:module";
import path from "node:path";
import { onTestFinished } from "vitest";
import {
  createModuleIndex,
  type ClassFacts,
  type ClassLookup,
  type GrammarLocator,
  type ModuleIndex,
} from "../../../registry/modules/index.ts";
import { writeFiles, type TestFolder } from "./files-fixture.ts";

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

export interface TestWorkspace extends TestFolder {
  readonly index: ModuleIndex;
  readonly lookup: (reference: string) => Promise<ClassLookup>;
}

/** A folder with the files, and an index over it; both go when the test ends. */
export function openWorkspace(files: Readonly<Record<string, string>>): TestWorkspace {
  const folder = writeFiles(files);
  const index = createModuleIndex(locateGrammar);
  onTestFinished(() => index.dispose());
  return { ...folder, index, lookup: (reference) => index.lookup(reference, folder.roots) };
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

import { readFile } from "node:fs/promises";
import path from "node:path";
import { Language as Grammar, Parser, type Tree } from "web-tree-sitter";
import type { Language } from "./types.ts";

/** The files of the grammars and of the parser itself, as they lie in `dist/wasm`. */
export type GrammarFile =
  | "web-tree-sitter.wasm"
  | "tree-sitter-typescript.wasm"
  | "tree-sitter-tsx.wasm"
  | "tree-sitter-javascript.wasm"
  | "tree-sitter-python.wasm";

/** Answers the absolute path of a grammar's file. */
export type GrammarLocator = (file: GrammarFile) => string;

/** The grammars as the build lays them, in one folder. */
export function grammarsIn(folder: string): GrammarLocator {
  return (file) => path.join(folder, file);
}

/** Parses sources. Each grammar is loaded when it is first needed. */
export interface SourceParser {
  /**
   * Hands the tree to `read` and frees it afterwards: nothing of it may be kept. Null when the text takes too long to
   * parse. Rejects when a grammar cannot be loaded.
   */
  parse<Result>(
    source: { readonly file: string; readonly language: Language; readonly text: string },
    read: (tree: Tree) => Result,
  ): Promise<Result | null>;
  dispose(): void;
}

/** Sources that people wrote take milliseconds; a megabyte of opening brackets would take minutes. */
const PARSE_DEADLINE_MS = 2_000;

export function createSourceParser(
  locate: GrammarLocator,
  deadlineMs: number = PARSE_DEADLINE_MS,
): SourceParser {
  const parsers = new Map<GrammarFile, Promise<Parser>>();
  let disposed = false;

  async function load(file: GrammarFile): Promise<Parser> {
    await initialize(locate);
    const parser = new Parser();
    parser.setLanguage(await Grammar.load(await readFile(locate(file))));
    return parser;
  }

  return {
    async parse({ file, language, text }, read) {
      if (disposed) throw new Error("The parser is disposed.");
      const grammar = grammarOf(file, language);
      const loading = parsers.get(grammar) ?? load(grammar);
      parsers.set(grammar, loading);

      const parser = await loading;
      const tree = parseWithin(parser, text, deadlineMs);
      if (!tree) return null;
      try {
        return read(tree);
      } finally {
        tree.delete();
      }
    },
    dispose() {
      disposed = true;
      for (const loading of parsers.values()) {
        // A grammar that failed to load left nothing to free; its error went to whoever asked for a parse.
        loading.then(
          (parser) => parser.delete(),
          () => undefined,
        );
      }
      parsers.clear();
    },
  };
}

function parseWithin(parser: Parser, text: string, deadlineMs: number): Tree | null {
  const end = performance.now() + deadlineMs;
  // The callback's answer stops the parser; its type does not say so.
  const progressCallback = (): boolean => performance.now() >= end;
  const tree = parser.parse(text, null, { progressCallback });
  // Else the next text would be taken for the rest of this one.
  if (!tree) parser.reset();
  return tree;
}

let initialized: Promise<void> | null = null;

/** The parser's own module is one per process. */
function initialize(locate: GrammarLocator): Promise<void> {
  initialized ??= readFile(locate("web-tree-sitter.wasm")).then((wasmBinary) =>
    Parser.init({ wasmBinary }),
  );
  return initialized;
}

function grammarOf(file: string, language: Language): GrammarFile {
  if (language === "python") return "tree-sitter-python.wasm";
  if (language === "javascript") return "tree-sitter-javascript.wasm";
  return /\.tsx$/i.test(file) ? "tree-sitter-tsx.wasm" : "tree-sitter-typescript.wasm";
}

import { readFileSync } from "node:fs";
import type { Problem, SourceLocation } from "../../../schemas/index.ts";
import type { compileModule, ModuleFunction } from "./compile.ts";
import type { DebuggerMaps } from "./debugger-maps.ts";
import { syntaxProblem } from "./import-problem.ts";
import type { ScriptIndex } from "./source-positions.ts";
import type { ModuleTransform } from "./transform.ts";

/** A script that a shell can run names who runs it, in a line that is no JavaScript. As a comment it is as long. */
const HASHBANG = /^(\uFEFF?)#!/;

/** V8 itself says "Invalid or unexpected token". */
const NO_DECORATORS = "Decorators are not run: call what they would";

/** One text of one file, ready to run any number of times. */
export interface ModuleCode {
  readonly file: string;
  readonly source: string;
  readonly imports: readonly string[];
  readonly lazyImports: readonly string[];
  readonly body:
    | {
        readonly kind: "code";
        readonly run: ModuleFunction;
        readonly isAsync: boolean;
        readonly form: "module" | "script";
      }
    | { readonly kind: "json"; readonly value: unknown }
    | { readonly kind: "broken"; readonly problem: Problem };
}

/** Makes code of texts. */
export interface CodeMaker {
  readonly transform: ModuleTransform;
  readonly compile: typeof compileModule;
  readonly scripts: ScriptIndex;
  /** Null: nobody will debug them. */
  readonly debuggerMaps: DebuggerMaps | null;
}

/** A file's text; null when it cannot be read. */
export function readText(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Deleted between being found and being read, or unreadable: the caller reports it as missing.
    return null;
  }
}

export function makeCode(maker: CodeMaker, file: string, source: string): ModuleCode {
  const nothing = { file, source, imports: [], lazyImports: [] };
  if (file.endsWith(".json")) return { ...nothing, body: jsonBody(file, source) };

  const text = source.replace(HASHBANG, "$1//");
  const result = maker.transform.transform(file, text);
  if (result.kind === "syntax-error") {
    const location = locationAt(file, source, result.offset);
    return {
      ...nothing,
      body: { kind: "broken", problem: syntaxProblem(result.message, location) },
    };
  }
  const { imports, lazyImports, form } = result.module;
  const sourceMaps = () => maker.transform.sourceMaps(file, text);
  const origin = { file, source, sourceMaps };
  const script = maker.scripts.add(origin);
  const trailer = maker.debuggerMaps?.trailer(script, origin);
  const compiled = maker.compile(result.module, script, trailer);
  if (compiled.kind === "syntax-error") {
    const { line, column } = compiled;
    const location = maker.scripts.locate(script, line, column) ?? { file, line: 0, character: 0 };
    const isDecorator = characterAt(source, location) === "@";
    const message = isDecorator ? NO_DECORATORS : compiled.message;
    return { ...nothing, body: { kind: "broken", problem: syntaxProblem(message, location) } };
  }
  const { run, isAsync } = compiled;
  return { file, source, imports, lazyImports, body: { kind: "code", run, isAsync, form } };
}

function characterAt(source: string, { line, character }: SourceLocation): string | undefined {
  return source.split("\n")[line]?.[character];
}

/** Where an offset of a text is. */
export function locationAt(file: string, source: string, offset: number): SourceLocation {
  const before = source.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  const line = before.split("\n").length - 1;
  return { file, line, character: offset - lineStart };
}

function jsonBody(file: string, source: string): ModuleCode["body"] {
  try {
    return { kind: "json", value: JSON.parse(source.replace(/^\uFEFF/, "")) as unknown };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const offset = Number(/position (\d+)/.exec(message)?.[1] ?? source.length);
    const problem = syntaxProblem(message, locationAt(file, source, offset));
    return { kind: "broken", problem };
  }
}

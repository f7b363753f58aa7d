import { compileFunction, Script } from "node:vm";
import { MODULE_PARAMETERS, type TransformedModule } from "./transform.ts";

/** Runs a module's code with values for `MODULE_PARAMETERS`. A promise when the code has top-level await. */
export type ModuleFunction = (...values: readonly unknown[]) => unknown;

export type CompileResult =
  | { readonly kind: "compiled"; readonly run: ModuleFunction; readonly isAsync: boolean }
  | {
      readonly kind: "syntax-error";
      readonly message: string;
      /** In the transformed code, as V8 counts: from 1. */
      readonly line: number;
      readonly column: number;
    };

/** A block of its own lets a module declare `require`, `module` or `__dirname` itself. */
const SYNC = { before: `"use strict";{`, after: "\n}" };
const ASYNC = { before: `"use strict";return(async()=>{`, after: "\n})()" };
const SCRIPT = { before: "", after: "" };

/** Only these can be read as something else than an operator when they follow `await` outside async code. */
const AMBIGUOUS_AWAIT = /\bawait\s*[([+\-/`]/;

/** Makes a function of a transformed module. `script` is its name in stacks; `trailer` ends its text (a source map). */
export function compileModule(
  { code, form }: TransformedModule,
  script: string,
  trailer = "",
): CompileResult {
  if (form === "script") return compile(code, script, SCRIPT, trailer);
  if (!hasTopLevelAwait(code)) {
    const result = compile(code, script, SYNC, trailer);
    if (result.kind === "compiled" || !/\bawait\b/.test(code)) return result;
  }
  const result = compile(code, script, ASYNC, trailer);
  return result.kind === "compiled" ? { ...result, isAsync: true } : result;
}

function compile(
  code: string,
  filename: string,
  { before, after }: typeof SYNC,
  trailer: string,
): CompileResult {
  try {
    const run = compileFunction(before + code + after + trailer, [...MODULE_PARAMETERS], {
      filename,
      columnOffset: -before.length,
    });
    return { kind: "compiled", run: run as ModuleFunction, isAsync: false };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { kind: "syntax-error", message: error.message, ...placeOf(error, before.length) };
  }
}

/** `await (x)` parses as a call of a function named await; a class's static block takes it for neither. */
function hasTopLevelAwait(code: string): boolean {
  if (!AMBIGUOUS_AWAIT.test(code)) return false;
  try {
    void new Script(`"use strict";{${code}\n}`);
    void new Script(`class _{static{${code}\n}}`);
    return false;
  } catch {
    // Either it awaits at the top, or it is broken in another way, which compiling it as async code then reports.
    return true;
  }
}

/** V8 writes `FILE:LINE`, the line, and a caret under the place, before the error itself. */
function placeOf(error: SyntaxError, prefixLength: number): { line: number; column: number } {
  const [header = "", , marker = ""] = (error.stack ?? "").split("\n");
  const line = Number(/:(\d+)$/.exec(header)?.[1] ?? 1);
  const caret = Math.max(0, marker.indexOf("^"));
  return { line, column: Math.max(0, line === 1 ? caret - prefixLength : caret) + 1 };
}

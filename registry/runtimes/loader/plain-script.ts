import { parse } from "es-module-lexer/js";
import { requiredSpecifiers, type TransformResult } from "./transform.ts";

const IMPORT_EXPRESSION = /\bimport\s*[.(]/;

/** CommonJS as its author wrote it: only what is not syntax in a function is replaced. */
export function plainScript(source: string): TransformResult {
  const { code, dynamic } = replaceImportExpressions(source);
  const lazyImports = [...requiredSpecifiers(source), ...dynamic];
  return { kind: "transformed", module: { code, form: "script", imports: [], lazyImports } };
}

/** `import(x)` and `import.meta` are not syntax in a function: replaced by parameters of the same length. */
export function replaceImportExpressions(code: string): {
  readonly code: string;
  /** Literal specifiers of `import()`. */
  readonly dynamic: readonly string[];
} {
  if (!IMPORT_EXPRESSION.test(code)) return { code, dynamic: [] };
  const [found] = parse(code);
  const dynamic: string[] = [];
  let result = code;
  for (const one of found) {
    if (one.type !== "dynamic" && one.type !== "import-meta") continue;
    const name = one.type === "dynamic" ? "$dyn__" : "$self_";
    const at = one.importStart;
    result = result.slice(0, at) + name + result.slice(at + name.length);
    if (one.type === "dynamic" && one.specifier !== undefined) dynamic.push(one.specifier);
  }
  return { code: result, dynamic };
}

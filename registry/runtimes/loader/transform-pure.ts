import { parse } from "es-module-lexer/js";
import { transform as sucrase, type Options, type Transform } from "sucrase";
import { lostNamespace } from "./lost-namespaces.ts";
import { mendColumns } from "./mend-columns.ts";
import { plainScript, replaceImportExpressions } from "./plain-script.ts";
import { needsSeparateExports, separateExports } from "./separate-exports.ts";
import type { RawSourceMap } from "./source-positions.ts";
import {
  isAlwaysModule,
  isJsx,
  isPlainScript,
  isTypeScript,
  requiredSpecifiers,
  type ModuleTransform,
  type TransformResult,
} from "./transform.ts";

const STATIC_IMPORT = /(?:\bfrom|\bimport)\s*(["'])([^"'\n]+)\1/g;
const LOST = "A namespace that has code is not run: make it a module";
/** How sucrase marks a module that exports something. */
const WAS_MODULE = 'Object.defineProperty(exports, "__esModule"';

/** Sucrase: pure JavaScript, so it works wherever Patchbay does. */
export const pureTransform: ModuleTransform = {
  name: "pure",

  transform(file, source): TransformResult {
    if (isPlainScript(file, source)) return plainScript(source);
    try {
      const { code, from } = run(file, source);
      const lostAt = isTypeScript(file) ? lostNamespace(source, code) : null;
      if (lostAt !== null) return { kind: "syntax-error", message: LOST, offset: lostAt };
      return finish(file, from, code);
    } catch (error) {
      return syntaxError(error);
    }
  },

  sourceMaps(file, source): readonly RawSourceMap[] {
    if (isPlainScript(file, source)) return [];
    const { sourceMap, code } = run(file, source, { sourceMapOptions: { compiledFilename: file } });
    return sourceMap === undefined ? [] : [mendColumns(sourceMap, source, code)];
  },
};

/** `from` is what was transformed: the source, or one that means the same and that sucrase gets right. */
function run(file: string, source: string, more: Partial<Options> = {}): Run {
  const options = { ...optionsFor(file), ...more };
  const result = sucrase(source, options);
  if (!needsSeparateExports(result.code)) return { ...result, from: source };
  const from = separateExports(file, source);
  return { ...sucrase(from, options), from };
}

type Run = ReturnType<typeof sucrase> & { readonly from: string };

function optionsFor(file: string): Options {
  const transforms: Transform[] = ["imports"];
  if (isTypeScript(file)) transforms.push("typescript");
  if (isJsx(file)) transforms.push("jsx");
  return {
    transforms,
    filePath: file,
    disableESTransforms: true,
    preserveDynamicImport: true,
    jsxRuntime: "automatic",
    production: true,
  };
}

function finish(file: string, source: string, transformed: string): TransformResult {
  const required = new Set(requiredSpecifiers(transformed));
  const imports = importedOf(required, file, source);
  const isModule = imports.size > 0 || isAlwaysModule(file) || transformed.includes(WAS_MODULE);
  if (!isModule) return plainScript(transformed);
  const { code, dynamic } = replaceImportExpressions(nameImports(transformed, imports));
  const lazyImports = [...required].filter((specifier) => !imports.has(specifier));
  return {
    kind: "transformed",
    module: {
      code,
      form: "module",
      imports: [...imports],
      lazyImports: [...lazyImports, ...dynamic],
    },
  };
}

/** Which of the modules that transformed code requires were imports of its source, in order. */
function importedOf(
  required: ReadonlySet<string>,
  file: string,
  source: string,
): ReadonlySet<string> {
  // In a source without `require` every call of it was made by sucrase from an import. For JSX it adds an import of the runtime.
  if (!isJsx(file) && !source.includes("require")) return required;
  return new Set(writtenImports(source).filter((specifier) => required.has(specifier)));
}

/** Specifiers of import and export statements, types' included. */
function writtenImports(source: string): string[] {
  try {
    return parse(source)[0].flatMap(({ type, specifier }) =>
      (type === "static" || type === "reexport-star") && specifier ? [specifier] : [],
    );
  } catch {
    // The lexer knows no JSX: its text may look like an open string. This sees into comments, too.
    return Array.from(source.matchAll(STATIC_IMPORT), ([, , specifier = ""]) => specifier);
  }
}

/** Calls imports by a name of our own, so that a module may declare its own `require`. Lengths stay: columns do too. */
function nameImports(code: string, imports: ReadonlySet<string>): string {
  return code
    .replace(/\brequire\('([^'\n]+)'\)/g, (call, specifier: string) =>
      imports.has(specifier) ? `$import('${specifier}')` : call,
    )
    .replace(/\b_createStarExport\((?=_)/g, "$createStarExport(");
}

/** Sucrase's errors carry a `pos`; `Error transforming FILE:` before the message and `(1:8)` after it are for a terminal. */
function syntaxError(error: unknown): TransformResult {
  if (!(error instanceof Error)) throw error;
  const offset = "pos" in error && typeof error.pos === "number" ? error.pos : 0;
  const message = error.message
    .replace(/^Error transforming .*?: /s, "")
    .replace(/ \(\d+:\d+\)$/, "");
  return { kind: "syntax-error", message, offset };
}

import type { RawSourceMap } from "./source-positions.ts";

/** One module as a function body, with what it asks of others. */
export interface TransformedModule {
  /** Body of a function whose parameters are `MODULE_PARAMETERS`. */
  readonly code: string;
  /** `script` is CommonJS as its author wrote it; `module` was ESM: strict, its imports evaluated first. */
  readonly form: "module" | "script";
  /** Specifiers of static imports and re-exports that are left when types are gone, in order. */
  readonly imports: readonly string[];
  /** Literal specifiers of `import()` and `require()`: followed when the code gets there. */
  readonly lazyImports: readonly string[];
}

export type TransformResult =
  | { readonly kind: "transformed"; readonly module: TransformedModule }
  | {
      readonly kind: "syntax-error";
      readonly message: string;
      /** UTF-16 offset into the source. */
      readonly offset: number;
    };

/**
 * A way from an author's TypeScript, TSX, JavaScript or JSX to a function body. All implementations mean the same; they
 * differ in speed and in where they run.
 */
export interface ModuleTransform {
  readonly name: "pure" | "native";
  transform(file: string, source: string): TransformResult;
  /**
   * The source maps from the code of `transform` back to the source, last step first. Made on demand: a reload needs
   * none, only an error or a debugger does.
   */
  sourceMaps(file: string, source: string): readonly RawSourceMap[];
}

/** What the function made of a module is given. The names with `__vite_ssr_` are those that oxc writes. */
export const MODULE_PARAMETERS = [
  "exports",
  "require",
  "module",
  "__filename",
  "__dirname",
  "$import",
  "$dyn__",
  "$self_",
  "$createStarExport",
  "__vite_ssr_exports__",
  "__vite_ssr_import__",
  "__vite_ssr_dynamic_import__",
  "__vite_ssr_import_meta__",
  "__vite_ssr_exportAll__",
] as const;

const TYPESCRIPT = /\.[cm]?tsx?$/;
const JSX = /\.[jt]sx$/;
const COMMONJS_ONLY = /\.c[jt]s$/;
const MODULE_ONLY = /\.m[jt]s$/;
const MODULE_SYNTAX = /\b(?:import|export)\b/;
const REQUIRE_CALL = /\brequire\(\s*(["'])([^"'\n]+)\1\s*\)/g;

export function isTypeScript(file: string): boolean {
  return TYPESCRIPT.test(file);
}
export function isJsx(file: string): boolean {
  return JSX.test(file);
}

/** Whether a file is ESM whatever is in it. */
export function isAlwaysModule(file: string): boolean {
  return MODULE_ONLY.test(file);
}

/** Plain CommonJS needs no transform: it runs as it stands. */
export function isPlainScript(file: string, source: string): boolean {
  return (
    !isTypeScript(file) &&
    !isJsx(file) &&
    !isAlwaysModule(file) &&
    (COMMONJS_ONLY.test(file) || !MODULE_SYNTAX.test(source))
  );
}

/** The literal specifiers of `require()` calls. May name one that stands in a comment: they are never followed eagerly. */
export function requiredSpecifiers(code: string): string[] {
  // Most code has no such call, and a pattern is compiled anew for each code that it is looked for in.
  if (!code.includes("require(")) return [];
  return [...code.matchAll(REQUIRE_CALL)].map(([, , specifier]) => specifier ?? "");
}

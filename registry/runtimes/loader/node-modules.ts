import { createRequire } from "node:module";
import { compileFunction, constants } from "node:vm";

/** Failures of `require` that say "this is an ES module": `import()` may still do. */
const ESM_ONLY = new Set([
  "ERR_REQUIRE_ESM",
  "ERR_REQUIRE_ASYNC_MODULE",
  "ERR_PACKAGE_PATH_NOT_EXPORTED",
]);

/** What Node makes of a specifier, as if the importer's code had said `require` (or, for ESM-only packages, `import()`). */
export function loadFromNode(specifier: string, importer: string): unknown {
  try {
    return createRequire(importer)(specifier) as unknown;
  } catch (error) {
    if (!isEsmOnly(error)) throw error;
    return importFromNode(specifier, importer);
  }
}

/** The same without waiting. Throws for a package that only `import()` can load. */
export function requireFromNode(specifier: string, importer: string): unknown {
  return createRequire(importer)(specifier) as unknown;
}

/** Where Node finds it; a builtin's own name. */
export function resolveInNode(specifier: string, importer: string): string {
  return createRequire(importer).resolve(specifier);
}

/** A real `import()`, resolved from the importer's file. */
function importFromNode(specifier: string, importer: string): Promise<unknown> {
  const load = compileFunction("return import(specifier)", ["specifier"], {
    filename: importer,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as (specifier: string) => Promise<unknown>;
  return load(specifier);
}

function isEsmOnly(error: unknown): boolean {
  return error instanceof Error && "code" in error && ESM_ONLY.has(String(error.code));
}

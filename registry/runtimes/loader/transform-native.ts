import { createRequire } from "node:module";
import type * as Oxc from "oxc-transform";
import { plainScript } from "./plain-script.ts";
import { originalOffset, type RawSourceMap } from "./source-positions.ts";
import {
  isAlwaysModule,
  isJsx,
  isPlainScript,
  isTypeScript,
  requiredSpecifiers,
  type ModuleTransform,
  type TransformResult,
} from "./transform.ts";

/** How oxc awaits an import, and what stands before that on its line. */
const AWAITED = " = await __vite_ssr_import__(";
const UNAWAITED = " =       __vite_ssr_import__(";
const AWAITING = /^const __vite_ssr_import_\d+__$/;

/** The binary that the build puts beside the bundles, then the package that a service may have installed. */
const PLACES = ["./native/oxc-transform.node", "oxc-transform"] as const;

/**
 * The native transform: 3 to 5 times faster than the pure one. Null where its binary is not installed, which is the
 * normal case in a universal VSIX.
 */
export function loadNativeTransform(from: string): ModuleTransform | null {
  const require = createRequire(from);
  for (const place of PLACES) {
    try {
      return nativeTransform(require(place) as typeof Oxc);
    } catch {
      // Not there, or for another platform: the pure transform does the same.
    }
  }
  return null;
}

function nativeTransform(oxc: typeof Oxc): ModuleTransform {
  return {
    name: "native",

    transform(file, source): TransformResult {
      if (isPlainScript(file, source)) return plainScript(source);
      const stripped = strip(oxc, file, source, false);
      const problem = stripped.errors.find(isError);
      if (problem) return syntaxError(problem, source);
      const ran = run(oxc, file, stripped.code, false);
      const broken = ran.errors.find(isError);
      if (broken) return placeInSource(oxc, file, source, syntaxError(broken, stripped.code));
      return finish(file, stripped.code, ran);
    },

    sourceMaps(file, source): readonly RawSourceMap[] {
      if (isPlainScript(file, source)) return [];
      const stripped = strip(oxc, file, source, true);
      const ran = run(oxc, file, stripped.code, true);
      // A module without imports and exports is run as it stands after stripping.
      const maps = isModule(ran) ? [ran.map, stripped.map] : [stripped.map];
      return maps.filter((map) => map !== undefined);
    },
  };
}

interface Stripped {
  readonly code: string;
  readonly errors: readonly Oxc.OxcError[];
  readonly map?: Oxc.SourceMap | undefined;
}

function strip(oxc: typeof Oxc, file: string, source: string, sourcemap: boolean): Stripped {
  if (!isTypeScript(file) && !isJsx(file)) return { code: source, errors: [] };
  return oxc.transformSync(file, source, { sourcemap, target: "esnext" });
}

function run(
  oxc: typeof Oxc,
  file: string,
  code: string,
  sourcemap: boolean,
): Oxc.ModuleRunnerTransformResult {
  return oxc.moduleRunnerTransformSync(file.replace(/\.([cm]?)[jt]sx?$/, ".$1js"), code, {
    sourcemap,
  });
}

function isModule({ code }: Oxc.ModuleRunnerTransformResult): boolean {
  return code.includes("__vite_ssr_");
}

function finish(
  file: string,
  stripped: string,
  ran: Oxc.ModuleRunnerTransformResult,
): TransformResult {
  if (!isModule(ran) && !isAlwaysModule(file) && !/\bexport\b/.test(stripped)) {
    return plainScript(stripped);
  }
  const code = withoutAwaits(ran.code);
  return {
    kind: "transformed",
    module: {
      code,
      form: "module",
      imports: inOrder(code, ran.deps),
      lazyImports: [...requiredSpecifiers(stripped), ...ran.dynamicDeps],
    },
  };
}

/** The linker has evaluated imports by then, so the waits for them are blanked: columns stay. */
function withoutAwaits(code: string): string {
  const parts: string[] = [];
  let done = 0;
  // Not by a pattern, which takes a tenth of what all the rest of the transform does.
  for (let at = code.indexOf(AWAITED); at >= 0; at = code.indexOf(AWAITED, at + 1)) {
    if (!AWAITING.test(code.slice(code.lastIndexOf("\n", at) + 1, at))) continue;
    parts.push(code.slice(done, at), UNAWAITED);
    done = at + AWAITED.length;
  }
  return done === 0 ? code : parts.join("") + code.slice(done);
}

/** oxc lists what is imported in no particular order; the code has them in the order of evaluation. */
function inOrder(code: string, imports: readonly string[]): readonly string[] {
  const offsets = new Map(
    imports.map((name) => [name, code.indexOf(`__vite_ssr_import__(${JSON.stringify(name)}`)]),
  );
  return imports.toSorted((a, b) => (offsets.get(a) ?? 0) - (offsets.get(b) ?? 0));
}

/** The enum's values are those strings; its declaration exists in types only. */
function isError({ severity }: Oxc.OxcError): boolean {
  return (severity as string) === "Error";
}

/** oxc counts bytes of UTF-8. */
function syntaxError(error: Oxc.OxcError, code: string): SyntaxProblem {
  const bytes = error.labels[0]?.start ?? 0;
  const offset = Buffer.from(code).toString("utf8", 0, bytes).length;
  return { kind: "syntax-error", message: error.message, offset };
}

type SyntaxProblem = TransformResult & { kind: "syntax-error" };

/** What is only wrong with a module once its types are gone, such as exporting a name that nothing declares. */
function placeInSource(
  oxc: typeof Oxc,
  file: string,
  source: string,
  problem: SyntaxProblem,
): TransformResult {
  const { code, map } = strip(oxc, file, source, true);
  return map ? { ...problem, offset: originalOffset(map, code, problem.offset, source) } : problem;
}

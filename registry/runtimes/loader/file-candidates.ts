import { statSync } from "node:fs";
import path from "node:path";
import { isTypeScript } from "./transform.ts";

/** In the order in which they are tried after a specifier without an ending. */
const ENDINGS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json"];

/** What TypeScript compiles to an ending: `./a.js` in a TypeScript file means `./a.ts`. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx"],
  ".jsx": [".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

/**
 * The file that a path without certain ending means: itself, its TypeScript source, with an ending added, or the index
 * of a folder. Every path that was asked for, and is no file, is added to `looked`.
 */
export function findModuleFile(target: string, importer: string, looked: string[]): string | null {
  const ending = path.extname(target);
  const sources = (SOURCES[ending] ?? []).map((one) => target.slice(0, -ending.length) + one);
  const exact = isTypeScript(importer) ? [...sources, target] : [target, ...sources];
  const found = firstFile([...exact, ...ENDINGS.map((one) => target + one)], looked);
  if (found !== null) return found;
  if (!isFolder(target)) return null;
  return firstFile(
    ENDINGS.map((one) => path.join(target, `index${one}`)),
    looked,
  );
}

function firstFile(candidates: readonly string[], looked: string[]): string | null {
  for (const candidate of candidates) {
    if (statSync(candidate, { throwIfNoEntry: false })?.isFile()) return candidate;
    looked.push(candidate);
  }
  return null;
}

function isFolder(target: string): boolean {
  return statSync(target, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

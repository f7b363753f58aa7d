import type { Language } from "./types.ts";

/** The endings of plugin sources, in the order in which they are tried. */
export const SCRIPT_ENDINGS = [".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs"] as const;
export const SOURCE_ENDINGS = [...SCRIPT_ENDINGS, ".py"] as const;

/** The language of a file by its ending; null for any other file. */
export function languageOf(file: string): Language | null {
  if (/\.d\.[cm]?ts$/i.test(file)) return null;
  if (/\.(?:[cm]?ts|tsx)$/i.test(file)) return "typescript";
  if (/\.(?:[cm]?js|jsx)$/i.test(file)) return "javascript";
  return /\.py$/i.test(file) ? "python" : null;
}

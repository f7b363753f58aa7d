import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import remapping, { type SourceMapInput } from "@jridgewell/remapping";
import type { ScriptOrigin } from "./source-positions.ts";

const SOURCE_MAPPING_URL = /^\/\/[#@] sourceMappingURL=(\S+)\s*$/gm;
const DATA_URL = /^data:application\/json[^,]*?(;base64)?,(.*)$/s;

/**
 * The source map of a script for a debugger, as JSON: all steps in one, the last of them the author's own where the file was built
 * from another. Sources are absolute URLs, and without their text: a debugger shows the file itself.
 */
export function mapForDebugger({ file, source, sourceMaps }: ScriptOrigin): string {
  const url = pathToFileURL(file).href;
  const steps = sourceMaps().map(({ version, mappings, names }) =>
    sourceMap({ version, mappings, names, sources: [url] }),
  );
  const chain = steps.length === 0 ? [lineByLine(url, source)] : steps;
  const authors = authorsMap(url, source);
  try {
    return remapping(chain, (name) => (name === url ? authors : null)).toString();
  } catch (error) {
    // JSON, but no source map: as if there were none. Our own steps are maps.
    if (authors === null) throw error;
    return remapping(chain, () => null).toString();
  }
}

/** A script that runs as it was written. */
function lineByLine(url: string, source: string): SourceMapInput {
  const lines = source.split("\n").map((_, index) => (index === 0 ? "AAAA" : "AACA"));
  return sourceMap({ version: 3, mappings: lines.join(";"), names: [], sources: [url] });
}

/** What the file itself says that it was made of; null when nothing, or nothing that can be read. */
function authorsMap(url: string, source: string): SourceMapInput | null {
  const named = [...source.matchAll(SOURCE_MAPPING_URL)].at(-1)?.[1];
  if (named === undefined) return null;
  try {
    return JSON.parse(textBehind(named, url)) as SourceMapInput;
  } catch {
    // Not built yet, or no source map: the file is then what its author is shown.
    return null;
  }
}

function textBehind(named: string, from: string): string {
  const [, base64, data] = DATA_URL.exec(named) ?? [];
  if (data === undefined) return readFileSync(fileURLToPath(new URL(named, from)), "utf8");
  return base64 === undefined
    ? decodeURIComponent(data)
    : Buffer.from(data, "base64").toString("utf8");
}

/** The library asks for the literal version 3 and mutable arrays; it changes neither. */
function sourceMap(map: object): SourceMapInput {
  return map as SourceMapInput;
}

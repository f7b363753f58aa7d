import { readFile } from "node:fs/promises";
import type { Location } from "vscode-languageserver";
import type { Span } from "../../registry/base/text.ts";
import { uriOfFile } from "../base/index.ts";
import { TextFile } from "./text-file.ts";
import type { TextFiles } from "./text-files.ts";

/** Where a name stands as a whole literal in a source. */
export async function literalsIn(
  file: string,
  name: string,
  texts: TextFiles,
): Promise<readonly Span[]> {
  const { text } = await textOf(file, texts);
  const quoted = ['"', "'", "`"].map((quote) => `${quote}${name}${quote}`);
  return quoted.flatMap((literal) => {
    const spans: Span[] = [];
    for (let at = text.indexOf(literal); at >= 0; at = text.indexOf(literal, at + 1)) {
      spans.push({ start: at + 1, end: at + 1 + name.length });
    }
    return spans;
  });
}

/** A span of a file as a place in the editor. */
export async function locate(file: string, span: Span, texts: TextFiles): Promise<Location> {
  const text = await textOf(file, texts);
  return { uri: text.uri, range: text.rangeOf(span) };
}

/** The text of a file: the open one if it is open, else the one on disk. */
export async function textOf(file: string, texts: TextFiles): Promise<TextFile> {
  const uri = uriOfFile(file);
  return texts.get(uri) ?? TextFile.onDisk(uri, await readFile(file, "utf8"));
}

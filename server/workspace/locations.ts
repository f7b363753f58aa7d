import { readFile } from "node:fs/promises";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Location } from "vscode-languageserver";
import type { Span } from "../../registry/base/text.ts";
import { uriOfFile } from "../base/index.ts";
import type { TextFiles } from "./text-files.ts";

/** Where a name stands as a whole literal in a source. */
export async function literalsIn(
  file: string,
  name: string,
  texts: TextFiles,
): Promise<readonly Span[]> {
  const text = texts.get(uriOfFile(file))?.text ?? (await readFile(file, "utf8"));
  const quoted = ['"', "'", "`"].map((quote) => `${quote}${name}${quote}`);
  return quoted.flatMap((literal) => {
    const spans: Span[] = [];
    for (let at = text.indexOf(literal); at >= 0; at = text.indexOf(literal, at + 1)) {
      spans.push({ start: at + 1, end: at + 1 + name.length });
    }
    return spans;
  });
}

/** A span of a file as a place in the editor: in the open text if it is open, else in the one on disk. */
export async function locate(file: string, span: Span, texts: TextFiles): Promise<Location> {
  const uri = uriOfFile(file);
  const open = texts.get(uri);
  if (open) return { uri: open.uri, range: open.rangeOf(span) };
  const text = TextDocument.create(uri, "", 0, await readFile(file, "utf8"));
  return {
    uri,
    range: { start: text.positionAt(span.start), end: text.positionAt(span.end) },
  };
}

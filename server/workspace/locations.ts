import { readFile } from "node:fs/promises";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Location } from "vscode-languageserver";
import type { Span } from "../../registry/base/text.ts";
import { uriOfFile } from "../base/index.ts";
import type { TextFiles } from "./text-files.ts";

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

import { Range, Uri, window, type TextEditor } from "vscode";
import type { SourceLocation } from "../../schemas/index.ts";

/** Opens a file with the cursor at a place in it. */
export function showLocation({ file, line, character }: SourceLocation): Thenable<TextEditor> {
  const selection = new Range(line, character, line, character);
  return window.showTextDocument(Uri.file(file), { selection });
}
